/* SPDX-License-Identifier: Apache-2.0 */
#include "instrument_probe.h"

#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "host/clock.h"
#include "sample/histogram.h"
#include "trace/stage_clock.h"

enum {
    SWEEP_COUNT = 41,    /* their median ignores what was interrupted; odd */
    VALUE_COUNT = 65536, /* 256 KiB of values: they stay in the second cache */
    ERROR_VALUE_COUNT = 1000000,
    SPAN_COUNT = 100000,
};

static int compare_doubles(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

double tkg_probe_median(double *values, size_t count)
{
    if (count == 0) {
        return NAN;
    }
    qsort(values, count, sizeof(values[0]), compare_doubles);
    return (values[(count - 1) / 2] + values[count / 2]) / 2.0;
}

double tkg_probe_sweep_ns(tkg_sweep_function sweep, void *context)
{
    double times[SWEEP_COUNT];
    sweep(context); /* warm-up */
    for (size_t i = 0; i < SWEEP_COUNT; i++) {
        const int64_t begin_ns = tkg_clock_monotonic_ns();
        sweep(context);
        times[i] = (double)(tkg_clock_monotonic_ns() - begin_ns);
    }
    return tkg_probe_median(times, SWEEP_COUNT);
}

/* Standard normal enough for a body: the sum of twelve uniform numbers less six. */
static double draw_normal(struct tkg_random *random)
{
    double sum = -6.0;
    for (int i = 0; i < 12; i++) {
        sum += tkg_random_unit(random);
    }
    return sum;
}

/* Picoseconds of ticks of 5 ns: a lognormal body, and one in 100, 1,000 and 10,000 that takes so
 * many times longer. */
static uint32_t draw_value(struct tkg_random *random)
{
    const double body = 5000.0 * exp(0.3 * draw_normal(random));
    const double chance = tkg_random_unit(random);
    const double factor = chance < 1e-4   ? 10000.0
                          : chance < 1e-3 ? 1000.0
                          : chance < 1e-2 ? 100.0
                                          : 1.0;
    return (uint32_t)fmin(body * factor, 4e9);
}

struct record_sweep {
    struct tkg_histogram *histogram;
    uint32_t values[VALUE_COUNT];
};

static void sweep_records(void *context)
{
    const struct record_sweep *sweep = context;
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        tkg_histogram_record(sweep->histogram, sweep->values[i]);
    }
}

static enum tkg_status probe_records(double *value, struct record_sweep *sweep,
                                     struct tkg_error *err)
{
    sweep->histogram = tkg_histogram_create();
    if (!sweep->histogram) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for a histogram");
    }
    *value = tkg_probe_sweep_ns(sweep_records, sweep) / VALUE_COUNT;
    const uint64_t wanted = (uint64_t)(SWEEP_COUNT + 1) * VALUE_COUNT;
    const uint64_t count = tkg_histogram_count(sweep->histogram);
    tkg_histogram_destroy(sweep->histogram);
    return count == wanted ? TKG_OK : tkg_fail(err, TKG_INTERNAL, "the histogram lost values");
}

static enum tkg_status probe_record_random(uint32_t round, double *value, struct tkg_error *err)
{
    static struct record_sweep sweep;
    struct tkg_random random = {round};
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        sweep.values[i] = draw_value(&random);
    }
    return probe_records(value, &sweep, err);
}

/* The worst case of a table: every addition waits for the one before. */
static enum tkg_status probe_record_same(uint32_t round, double *value, struct tkg_error *err)
{
    static struct record_sweep sweep;
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        sweep.values[i] = 5000 + round;
    }
    return probe_records(value, &sweep, err);
}

/* The largest error of six percentiles against the sorted values. */
static double largest_error(const struct tkg_histogram *histogram, const double *sorted)
{
    static const double shares[] = {0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999};
    double largest = 0.0;
    for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
        const size_t rank = (size_t)ceil(shares[i] * ERROR_VALUE_COUNT);
        const double exact = sorted[rank - 1];
        largest = fmax(largest, fabs(tkg_histogram_quantile(histogram, shares[i]) / exact - 1.0));
    }
    return largest;
}

static enum tkg_status probe_histogram_error(uint32_t round, double *value, struct tkg_error *err)
{
    struct tkg_random random = {round};
    struct tkg_histogram *histogram = tkg_histogram_create();
    double *values = calloc(ERROR_VALUE_COUNT, sizeof(*values));
    enum tkg_status status = TKG_OK;
    if (!histogram || !values) {
        status = tkg_fail(err, TKG_NO_MEMORY, "out of memory for a histogram and its values");
    } else {
        for (size_t i = 0; i < ERROR_VALUE_COUNT; i++) {
            const uint32_t drawn = draw_value(&random);
            tkg_histogram_record(histogram, drawn);
            values[i] = drawn;
        }
        qsort(values, ERROR_VALUE_COUNT, sizeof(values[0]), compare_doubles);
        *value = largest_error(histogram, values);
    }
    tkg_histogram_destroy(histogram);
    free(values);
    return status;
}

static enum tkg_status probe_histogram_bytes(uint32_t round, double *value, struct tkg_error *err)
{
    (void)round;
    (void)err;
    *value = (double)sizeof(struct tkg_histogram);
    return TKG_OK;
}

/* What lies between entering and leaving: four dependent multiplications, some 16 cycles, as the
 * work of a small stage. A loop of nothing else would measure how its branches are aligned. */
static inline uint64_t do_work(uint64_t value)
{
    for (int i = 0; i < 4; i++) {
        value = value * UINT64_C(6364136223846793005) + 1;
        __asm__ volatile("" : "+r"(value));
    }
    return value;
}

/* The compiler may know neither whether stages are on nor what it would leave out. */
static void sweep_spans(void *context)
{
    struct tkg_stage_recorder *recorder = context;
    uint64_t value = 1;
    for (size_t i = 0; i < SPAN_COUNT; i++) {
        __asm__ volatile("" : "+r"(recorder)::"memory");
        const uint32_t before = tkg_stage_enter(recorder, TKG_STAGE_RESULT);
        value = do_work(value);
        tkg_stage_leave(recorder, before);
    }
}

static void sweep_work(void *context)
{
    uint64_t value = 1;
    for (size_t i = 0; i < SPAN_COUNT; i++) {
        __asm__ volatile("" : "+r"(context)::"memory");
        value = do_work(value);
    }
}

static enum tkg_status probe_span_on(uint32_t round, double *value, struct tkg_error *err)
{
    static struct tkg_stage_clock clock;
    (void)round;
    const enum tkg_status status = tkg_stage_clock_init(&clock, 0.0, err);
    if (status == TKG_OK) {
        tkg_stage_clock_begin(&clock);
        *value = (tkg_probe_sweep_ns(sweep_spans, &clock.recorder) -
                  tkg_probe_sweep_ns(sweep_work, &clock.recorder)) /
                 SPAN_COUNT;
        tkg_stage_clock_end(&clock);
    }
    return status;
}

static enum tkg_status probe_span_off(uint32_t round, double *value, struct tkg_error *err)
{
    (void)round;
    (void)err;
    *value =
        (tkg_probe_sweep_ns(sweep_spans, NULL) - tkg_probe_sweep_ns(sweep_work, NULL)) / SPAN_COUNT;
    return TKG_OK;
}

const struct tkg_probe tkg_probes[] = {
    {"pass-a-reads", tkg_probe_pass_a_reads},
    {"pass-a-count", tkg_probe_pass_a_by_count},
    {"pass-b", tkg_probe_pass_b},
    {"pass-c", tkg_probe_pass_c},
    {"pass-d", tkg_probe_pass_d},
    {"record-random", probe_record_random},
    {"record-same", probe_record_same},
    {"histogram-error", probe_histogram_error},
    {"histogram-bytes", probe_histogram_bytes},
    {"span-on", probe_span_on},
    {"span-off", probe_span_off},
    {NULL, NULL},
};
