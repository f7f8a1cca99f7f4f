/* SPDX-License-Identifier: Apache-2.0 */
#include "micro.h"

#include <stdlib.h>

#include "base/random.h"
#include "sample/histogram.h"

/* A power of two: the index wraps with a mask. 32 KiB of values stay in the first cache. */
enum { VALUE_COUNT = 4096 };

/* Latencies as they come: 3 to 12 us in picoseconds, with a tail of one in 128 up to 16 times that,
 * so that neighbouring values fall into different buckets. */
static void fill_latencies(uint64_t *values)
{
    for (uint64_t i = 0; i < VALUE_COUNT; i++) {
        const uint64_t bits = tkg_random_at(42, i);
        values[i] = (3000 + bits % 9000) << (bits >> 57 == 0 ? 4 : 0);
    }
}

static struct tkg_histogram *make_histogram(struct tkg_state *state)
{
    struct tkg_histogram *histogram = tkg_histogram_create();
    if (!histogram) {
        tkg_state_skip_with_error(state, "out of memory for a histogram");
    }
    return histogram;
}

static void record(struct tkg_state *state, const uint64_t *values)
{
    struct tkg_histogram *histogram = make_histogram(state);
    if (!histogram) {
        return;
    }
    size_t next = 0;
    TKG_LOOP(state) {
        tkg_histogram_record(histogram, values[next]);
        next = (next + 1) % VALUE_COUNT;
    }
    TKG_CLOBBER_MEMORY();
    tkg_state_set_items_processed(state, tkg_state_iterations(state));
    if (tkg_histogram_count(histogram) != (uint64_t)tkg_state_iterations(state)) {
        tkg_state_skip_with_error(state, "the histogram lost values");
    }
    tkg_histogram_destroy(histogram);
}

static void record_latencies(struct tkg_state *state, void *user)
{
    static uint64_t values[VALUE_COUNT];
    (void)user;
    fill_latencies(values);
    record(state, values);
}

/* The worst case of one table: every addition waits for the one before. */
static void record_same(struct tkg_state *state, void *user)
{
    static uint64_t values[VALUE_COUNT];
    (void)user;
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        values[i] = 5000;
    }
    record(state, values);
}

static struct tkg_histogram *make_filled(struct tkg_state *state)
{
    static uint64_t values[VALUE_COUNT];
    struct tkg_histogram *histogram = make_histogram(state);
    fill_latencies(values);
    for (size_t i = 0; histogram && i < VALUE_COUNT; i++) {
        tkg_histogram_record(histogram, values[i]);
    }
    return histogram;
}

static void quantile(struct tkg_state *state, void *user)
{
    struct tkg_histogram *histogram = make_filled(state);
    (void)user;
    if (!histogram) {
        return;
    }
    TKG_TIMED_LOOP(state) {
        double p99 = tkg_histogram_quantile(histogram, 0.99);
        TKG_DO_NOT_OPTIMIZE(p99);
    }
    tkg_state_set_items_processed(state, tkg_state_iterations(state));
    tkg_histogram_destroy(histogram);
}

static void merge(struct tkg_state *state, void *user)
{
    struct tkg_histogram *from = make_filled(state);
    struct tkg_histogram *to = make_histogram(state);
    (void)user;
    if (from && to) {
        TKG_TIMED_LOOP(state) {
            tkg_histogram_merge(to, from);
            TKG_CLOBBER_MEMORY();
        }
        tkg_state_set_bytes_processed(state, tkg_state_iterations(state) * (int64_t)sizeof *from);
    }
    tkg_histogram_destroy(from);
    tkg_histogram_destroy(to);
}

static void encode(struct tkg_state *state, void *user)
{
    struct tkg_histogram *histogram = make_filled(state);
    (void)user;
    if (!histogram) {
        return;
    }
    TKG_TIMED_LOOP(state) {
        uint8_t *bytes = NULL;
        size_t byte_count = 0;
        struct tkg_error err;
        if (tkg_histogram_encode(histogram, &bytes, &byte_count, &err) != TKG_OK) {
            tkg_state_skip_with_error(state, err.text);
            break;
        }
        TKG_DO_NOT_OPTIMIZE(bytes);
        free(bytes);
    }
    tkg_histogram_destroy(histogram);
}

void tkg_micro_register_sample(void)
{
    static const struct tkg_benchmark_options counted = {.struct_bytes = sizeof counted,
                                                         .memory = true};
    (void)tkg_benchmark_register("sample/histogram_record/latencies", record_latencies, NULL, NULL);
    (void)tkg_benchmark_register("sample/histogram_record/same", record_same, NULL, NULL);
    (void)tkg_benchmark_register("sample/histogram_quantile", quantile, NULL, &counted);
    (void)tkg_benchmark_register("sample/histogram_merge", merge, NULL, &counted);
    (void)tkg_benchmark_register("sample/histogram_encode", encode, NULL, &counted);
}
