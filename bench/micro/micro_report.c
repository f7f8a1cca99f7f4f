/* SPDX-License-Identifier: Apache-2.0
 *
 * Every report format written, and the result file read, over a run of three sizes and twenty
 * rounds.
 */
#include "micro.h"

#include <stdio.h>

#include "report/report.h"

enum { ROUND_COUNT = 20, NAME_BYTES = 64, FORMAT_COUNT_MAX = 16 };

/* Pass A of three sizes at about 5 ns a tick, spread by a percent or two. */
static enum tkg_status fill_record(struct tkg_run_record *record, struct tkg_error *err)
{
    static const struct {
        const char *name;
        uint64_t tick_count;
    } sizes[] = {{"replay/10K", 10000}, {"replay/100K", 100000}, {"replay/1M", 1000000}};
    enum tkg_status status = TKG_OK;
    record->round_count = ROUND_COUNT;
    record->complete = true;
    for (size_t i = 0; i < 3 && status == TKG_OK; i++) {
        struct tkg_case *the_case =
            tkg_run_record_add_case(record, sizes[i].name, sizes[i].tick_count);
        for (uint32_t round = 0; the_case && round < ROUND_COUNT && status == TKG_OK; round++) {
            struct tkg_trial trial = tkg_trial_empty(TKG_PASS_THROUGHPUT);
            const double ns = 5.0 + 0.01 * (double)(round * 7 % ROUND_COUNT);
            trial.round = round;
            trial.values[TKG_METRIC_LATENCY_MEAN] = ns;
            trial.values[TKG_METRIC_THROUGHPUT] = 1e9 / ns;
            trial.values[TKG_METRIC_TOTAL_TIME] = ns * (double)sizes[i].tick_count;
            status = tkg_case_add_trial(the_case, &trial, err);
        }
    }
    return status;
}

static void write_in_loop(struct tkg_state *state, const struct tkg_report_format *format,
                          const struct tkg_report_input *input)
{
    size_t bytes = 0;
    TKG_TIMED_LOOP(state) {
        struct tkg_text out;
        struct tkg_error err = {0};
        tkg_text_init(&out);
        if (format->write(input, &out, &err) != TKG_OK) {
            tkg_state_skip_with_error(state, err.text);
            tkg_text_deinit(&out);
            break;
        }
        bytes = out.length;
        tkg_text_deinit(&out);
    }
    tkg_state_set_bytes_processed(state, tkg_state_iterations(state) * (int64_t)bytes);
}

static void read_in_loop(struct tkg_state *state, const struct tkg_report_input *input)
{
    struct tkg_text json;
    struct tkg_error err = {0};
    tkg_text_init(&json);
    if (tkg_report_format_find("json")->write(input, &json, &err) != TKG_OK) {
        tkg_state_skip_with_error(state, err.text);
    }
    TKG_TIMED_LOOP(state) {
        struct tkg_run_record record;
        struct tkg_fingerprint fingerprint;
        if (tkg_report_json_read("memory", tkg_text_borrow(&json), json.length, &record,
                                 &fingerprint, &err) != TKG_OK) {
            tkg_state_skip_with_error(state, err.text);
            break;
        }
        tkg_run_record_deinit(&record);
    }
    tkg_state_set_bytes_processed(state, tkg_state_iterations(state) * (int64_t)json.length);
    tkg_text_deinit(&json);
}

/* user: the format to write, NULL: read what json writes. */
static void use_report(struct tkg_state *state, void *user)
{
    struct tkg_run_record record;
    struct tkg_summary summary = {0};
    struct tkg_error err = {0};
    struct tkg_fingerprint fingerprint = {.cpu_model = "a processor", .hash = "0123456789abcdef"};
    const struct tkg_target_set no_targets = {0};
    const struct tkg_verdict_list no_verdicts = {0};
    tkg_run_record_init(&record);
    if (fill_record(&record, &err) != TKG_OK ||
        tkg_summary_create(&record, &summary, &err) != TKG_OK) {
        tkg_state_skip_with_error(state, err.text);
    } else {
        const struct tkg_report_input input = {
            .tool_version = "micro",
            .record = &record,
            .summary = &summary,
            .fingerprint = &fingerprint,
            .targets = &no_targets,
            .verdicts = &no_verdicts,
            .result_path = "",
            .plot_folder = "",
        };
        if (user) {
            write_in_loop(state, user, &input);
        } else {
            read_in_loop(state, &input);
        }
    }
    tkg_summary_deinit(&summary);
    tkg_run_record_deinit(&record);
}

void tkg_micro_register_report(void)
{
    static struct tkg_report_format formats[FORMAT_COUNT_MAX]; /* user data is not const */
    const struct tkg_benchmark_options counted = {.struct_bytes = sizeof counted, .memory = true};
    const struct tkg_report_format *all = tkg_report_formats();
    for (size_t i = 0; i < FORMAT_COUNT_MAX && all[i].name; i++) {
        char title[NAME_BYTES];
        formats[i] = all[i];
        (void)snprintf(title, sizeof title, "report/%s_write", all[i].name);
        (void)tkg_benchmark_register(title, use_report, &formats[i], &counted);
    }
    (void)tkg_benchmark_register("report/json_read", use_report, NULL, &counted);
}
