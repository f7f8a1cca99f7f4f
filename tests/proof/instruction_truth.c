/* SPDX-License-Identifier: Apache-2.0
 *
 * instruction_truth RUNS TICKGATE BASE HEAD: counts both engines on RUNS streams, each side twice.
 * HEAD has 0.1 % more instructions planted: it must be caught in every run at a tolerance of
 * 0.05 %, and BASE beside itself must be equal in every run. Prints what a count of 100,000 ticks
 * costs.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "host/clock.h"
#include "profile/instruction_count.h"
#include "verdict/instruction_check.h"

enum { TICKS = 20000, LONG_TICKS = 100000, SKIPPED = 77 };

static const struct tkg_instruction_question question = {
    .tolerance = 0.0005, .limit = 0.0005, .waived_to_day = -1};

static struct tkg_count_spec spec_of(const char *engine, uint64_t seed, uint64_t tick_count)
{
    struct tkg_count_spec spec = {
        .struct_bytes = sizeof spec,
        .stream = "synthetic:futures",
        .stream_seed = seed,
        .tick_count = tick_count,
        .batch_tick_count = 1000,
        .timeout_ns = INT64_C(100000000000),
    };
    (void)snprintf(spec.engine, sizeof spec.engine, "%s", engine);
    return spec;
}

static uint64_t count(const char *program, const struct tkg_count_spec *spec)
{
    struct tkg_error err = {0};
    struct tkg_instruction_count counted;
    if (tkg_instruction_count_run(program, spec, &counted, NULL, &err) != TKG_OK) {
        (void)fprintf(stderr, "instruction_truth: %s\n", err.text);
        exit(1);
    }
    return counted.instructions;
}

static struct tkg_instruction_pair count_pair(const char *program, const char *engine,
                                              uint64_t seed)
{
    const struct tkg_count_spec spec = spec_of(engine, seed, TICKS);
    const uint64_t first = count(program, &spec);
    return (struct tkg_instruction_pair){first, count(program, &spec)};
}

static void print_cost(const char *program, const char *engine)
{
    const struct tkg_count_spec spec = spec_of(engine, 42, LONG_TICKS);
    int64_t best_ns = INT64_MAX;
    for (int i = 0; i < 5; i++) {
        const int64_t begin_ns = tkg_clock_monotonic_ns();
        (void)count(program, &spec);
        const int64_t taken_ns = tkg_clock_monotonic_ns() - begin_ns;
        best_ns = taken_ns < best_ns ? taken_ns : best_ns;
    }
    (void)printf("a count of 100K ticks: %.2f s (best of 5; goal: at most 1 s)\n",
                 (double)best_ns / 1e9);
}

int main(int argc, char **argv)
{
    char reason[256];
    uint64_t run_count = 0, caught = 0, imagined = 0;
    if (argc != 5 || !tkg_u64_parse(argv[1], &run_count)) {
        (void)fprintf(stderr, "usage: instruction_truth RUNS TICKGATE BASE HEAD\n");
        return 2;
    }
    if (!tkg_instruction_count_is_available(reason, sizeof reason)) {
        (void)printf("unavailable here: %s\n", reason);
        return SKIPPED;
    }
    for (uint64_t seed = 1; seed <= run_count; seed++) {
        const struct tkg_instruction_pair base = count_pair(argv[2], argv[3], seed);
        const struct tkg_instruction_pair head = count_pair(argv[2], argv[4], seed);
        const struct tkg_instruction_pair again = {base.second, base.first};
        const struct tkg_instruction_check plant = tkg_instruction_check(&question, &base, &head);
        const struct tkg_instruction_check null = tkg_instruction_check(&question, &base, &again);
        caught += plant.outcome == TKG_INSTRUCTION_MORE;
        imagined += null.outcome != TKG_INSTRUCTION_EQUAL;
        if (seed == 1) {
            (void)printf("planted: %+.4f %%\n", 100.0 * plant.growth);
        }
    }
    (void)printf("caught %" PRIu64 " of %" PRIu64 ", imagined %" PRIu64 " of %" PRIu64 "\n", caught,
                 run_count, imagined, run_count);
    print_cost(argv[2], argv[3]);
    return caught == run_count && imagined == 0 ? 0 : 1;
}
