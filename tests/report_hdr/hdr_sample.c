/* SPDX-License-Identifier: Apache-2.0
 *
 * hdr_sample FOLDER: writes histograms.hgrm and histograms.hlog of a made-up run, and
 * expected.json with tickgate's own figures of the same histograms: count, maximum, percentiles, in
 * the unit of the log.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/random.h"
#include "base/text.h"
#include "report/histogram_list.h"
#include "report/report.h"

typedef uint64_t (*distribution)(struct tkg_random *random);

static uint64_t small_ticks(struct tkg_random *random)
{
    return 4000 + tkg_random_below(random, 2000) + tkg_random_below(random, 2000);
}

static uint64_t heavy_tail(struct tkg_random *random)
{
    uint64_t factor = tkg_random_below(random, 200) ? 1 : 10;
    return small_ticks(random) * factor;
}

static uint64_t all_octaves(struct tkg_random *random)
{
    uint32_t shift = 19 + tkg_random_below(random, 45);
    return tkg_random_next(random) >> shift;
}

/* Up to 2^36: coarse buckets above 2^35, where one is many of the reader's. */
static uint64_t slow_responses(struct tkg_random *random)
{
    return tkg_random_next(random) >> 28;
}

static uint64_t zero_or_one(struct tkg_random *random)
{
    return tkg_random_below(random, 2);
}

static const struct {
    const char *name;
    distribution draw[TKG_CASE_HISTOGRAMS]; /* block, tick, response; NULL: no such pass */
    int value_count;
} CASES[] = {
    {"replay/10K", {small_ticks, heavy_tail, NULL}, 1000000},
    {"paced/odd, name=x", {NULL, NULL, slow_responses}, 300000},
    {"ticks/all", {all_octaves, zero_or_one, all_octaves}, 123457},
    {"ticks/one", {small_ticks, all_octaves, zero_or_one}, 1},
    {"ruler/walk", {NULL, NULL, NULL}, 0},
};

enum { CASE_COUNT = sizeof(CASES) / sizeof(CASES[0]) };

static struct tkg_histogram *make(distribution draw, int value_count)
{
    struct tkg_random random = {11};
    struct tkg_histogram *histogram = draw ? tkg_histogram_create() : NULL;
    for (int i = 0; draw && i < value_count; i++) {
        tkg_histogram_record(histogram, draw(&random));
    }
    return histogram;
}

static void fill(struct tkg_run_record *record)
{
    tkg_run_record_init(record);
    record->start_unix_ns = INT64_C(1772600767123456789);
    record->end_unix_ns = record->start_unix_ns + INT64_C(41500000000);
    for (size_t i = 0; i < CASE_COUNT; i++) {
        struct tkg_case *one = tkg_run_record_add_case(record, CASES[i].name, 10000);
        TKG_ASSERT(one != NULL);
        one->block_ns_x1000 = make(CASES[i].draw[0], CASES[i].value_count);
        one->tick_ns_x1000 = make(CASES[i].draw[1], CASES[i].value_count);
        one->response_ns = make(CASES[i].draw[2], CASES[i].value_count);
    }
    /* Beyond 32 bits, and a billion in one go. */
    uint32_t bucket = tkg_histogram_bucket(5000);
    struct tkg_histogram *large = record->cases[0].block_ns_x1000;
    TKG_ASSERT(tkg_histogram_add_to_bucket(large, bucket, UINT64_C(6000000000)));
}

static void write_file(const char *folder, const char *name, const struct tkg_text *text)
{
    char path[4096];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    TKG_ASSERT(file && fwrite(text->bytes, 1, text->length, file) == text->length);
    TKG_ASSERT(fclose(file) == 0);
}

static void add_expected(struct tkg_text *out, size_t index, const struct tkg_case_histogram *one)
{
    static const char *const comma[] = {"", ","};
    tkg_text_addf(out,
                  "%s\n{\"case\": %zu, \"name\": \"%s_%s\", \"unit_ns\": %g, \"count\": %" PRIu64
                  ", \"max\": %" PRIu64 ", \"percentiles\": {",
                  comma[out->length > 1], index, one->name, one->unit, one->unit_ns,
                  tkg_histogram_count(one->histogram), tkg_histogram_max(one->histogram));
    static const char *const percents[] = {"50", "90", "99", "99.9"};
    for (size_t i = 0; i < 4; i++) {
        tkg_text_addf(out, "%s\"%s\": %.17g", comma[i > 0], percents[i],
                      tkg_histogram_quantile(one->histogram, strtod(percents[i], NULL) / 100.0));
    }
    tkg_text_add(out, "}}");
}

static void write_expected(const struct tkg_run_record *record, const char *folder)
{
    struct tkg_text out = {0};
    tkg_text_add(&out, "[");
    for (size_t i = 0; i < record->case_count; i++) {
        for (int which = 0; which < TKG_CASE_HISTOGRAMS; which++) {
            struct tkg_case_histogram one = tkg_case_histogram(&record->cases[i], which);
            if (one.histogram) {
                add_expected(&out, i, &one);
            }
        }
    }
    tkg_text_add(&out, "\n]\n");
    write_file(folder, "expected.json", &out);
    tkg_text_deinit(&out);
}

int main(int argument_count, char **arguments)
{
    struct tkg_run_record record;
    const struct tkg_report_input input = {.tool_version = "1", .record = &record};
    if (argument_count != 2) {
        return 2;
    }
    fill(&record);
    static const char *const formats[] = {"hgrm", "hlog"};
    for (size_t i = 0; i < 2; i++) {
        const struct tkg_report_format *format = tkg_report_format_find(formats[i]);
        struct tkg_text out = {0};
        struct tkg_error err = {0};
        TKG_ASSERT(format->write(&input, &out, &err) == TKG_OK);
        write_file(arguments[1], format->file_name, &out);
        tkg_text_deinit(&out);
    }
    write_expected(&record, arguments[1]);
    tkg_run_record_deinit(&record);
    return 0;
}
