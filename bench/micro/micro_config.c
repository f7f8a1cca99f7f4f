/* SPDX-License-Identifier: Apache-2.0 */
#include "micro.h"

#include <string.h>

#include "config/suite.h"
#include "config/target.h"

static const char suite_yaml[] = "schema: tickgate.suite/1\n"
                                 "name: default\n"
                                 "description: the reference core on a synthetic stream\n"
                                 "engine: reference\n"
                                 "stream: synthetic:futures\n"
                                 "seed: 42\n"
                                 "sizes: [10K, 100K, 1M]\n"
                                 "rounds: 20\n"
                                 "passes: ABCPMR\n"
                                 "pace: 100 K ticks/s\n"
                                 "pace_time: 250 ms\n"
                                 "min_time: 50 ms\n"
                                 "timeout: 60 s\n"
                                 "batch: 1000\n";

static const char targets_yaml[] = "schema: tickgate.targets/1\n"
                                   "name: floors\n"
                                   "targets:\n"
                                   "  - metric: throughput\n"
                                   "    case: replay/*\n"
                                   "    min: 100 K ticks/s\n"
                                   "  - metric: latency_mean\n"
                                   "    case: replay/*\n"
                                   "    max: 10 us\n"
                                   "  - metric: peak_memory\n"
                                   "    case: replay/1M\n"
                                   "    max: 500 MB\n"
                                   "  - metric: cpu_paced\n"
                                   "    case: paced/*\n"
                                   "    max: 50 %\n";

static void parse_suite(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_TIMED_LOOP(state) {
        struct tkg_suite suite;
        struct tkg_error err = {0};
        tkg_suite_init(&suite);
        if (tkg_suite_parse(&suite, "memory", suite_yaml, strlen(suite_yaml), &err) != TKG_OK) {
            tkg_state_skip_with_error(state, err.text);
            break;
        }
        TKG_DO_NOT_OPTIMIZE(suite);
    }
    tkg_state_set_bytes_processed(state, tkg_state_iterations(state) * (int64_t)sizeof suite_yaml);
}

static void parse_targets(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_TIMED_LOOP(state) {
        struct tkg_target_set set;
        struct tkg_error err = {0};
        tkg_target_set_init(&set);
        if (tkg_target_set_parse(&set, "memory", targets_yaml, strlen(targets_yaml), &err) !=
            TKG_OK) {
            tkg_state_skip_with_error(state, err.text);
            break;
        }
        TKG_DO_NOT_OPTIMIZE(set);
        tkg_target_set_deinit(&set);
    }
    tkg_state_set_bytes_processed(state,
                                  tkg_state_iterations(state) * (int64_t)sizeof targets_yaml);
}

void tkg_micro_register_config(void)
{
    static const struct tkg_benchmark_options counted = {.struct_bytes = sizeof counted,
                                                         .memory = true};
    (void)tkg_benchmark_register("config/yaml_suite", parse_suite, NULL, &counted);
    (void)tkg_benchmark_register("config/yaml_targets", parse_targets, NULL, &counted);
}
