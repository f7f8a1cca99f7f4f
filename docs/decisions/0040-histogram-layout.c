/* SPDX-License-Identifier: Apache-2.0
 *
 * The evidence of 0040-histogram-layout.md: nanoseconds per record of nine layouts.
 *
 *   cc -std=c11 -O2 -D_GNU_SOURCE -Iharness docs/decisions/0040-histogram-layout.c \
 *      harness/sample/histogram.c harness/base/random.c harness/base/check.c -lm -o 0040 &&
 *   taskset -c 1 ./0040
 *
 * Thread CPU time, variants interleaved round by round.
 */
#include "sample/histogram.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/random.h"

enum {
    VALUE_COUNT = 100000,
    REPEAT_COUNT = 10,
    ROUND_COUNT = 101,
    INPUT_COUNT = 3,
    TABLE = 131072,
    /* Of the second of two tables; both together exceed 400 KB in every layout with 2^12. */
    HALF = 49152,
};

/* One past the largest value of the fine buckets of 2^12 per octave. */
#define FINE_END ((UINT64_C(1) << 35) - 4096)

static struct {
    uint64_t max;
    uint64_t counts[TABLE];
} wide;

static struct {
    uint64_t max;
    uint64_t toggle;
    uint64_t carries;
    uint32_t counts[TABLE];
    uint32_t second[HALF];
} narrow;

static struct tkg_histogram histogram;
static uint64_t inputs[INPUT_COUNT][VALUE_COUNT];

static inline size_t head_of_double(double value, uint32_t bits)
{
    uint64_t all;
    memcpy(&all, &value, sizeof(all));
    return (size_t)(all >> (52 - bits));
}

static inline double clamped(uint64_t value, uint32_t value_bits, uint64_t offset)
{
    const uint64_t top = (UINT64_C(1) << value_bits) - offset;
    return (double)(int64_t)((value < top ? value : top) + offset);
}

static inline void keep_max(uint64_t *max, uint64_t value)
{
    if (value > *max) {
        *max = value;
    }
}

static __attribute__((noinline, cold)) void carry(void)
{
    narrow.carries++;
}

static __attribute__((noinline, cold)) void count_large(uint64_t value)
{
    narrow.counts[TABLE - 1]++;
    keep_max(&narrow.max, value);
}

static inline void count_narrow(uint32_t *counts, size_t bucket)
{
    if (__builtin_expect(++counts[bucket] == 0, 0)) {
        carry();
    }
}

/* 2^10 per octave, 64 bits, 328 KB: 0.049 %. What stood here before. */
static inline void record_10_wide(uint64_t value)
{
    keep_max(&wide.max, value);
    wide.counts[head_of_double(clamped(value, 40, 1), 10) - (1023u << 10)]++;
}

/* 2^12 per octave, 64 bits, 918 KB: 0.012 %. */
static inline void record_12_wide(uint64_t value)
{
    keep_max(&wide.max, value);
    wide.counts[head_of_double(clamped(value, 40, 4096), 12) - (1035u << 12)]++;
}

/* 2^12 per octave, 32 bits, 393 KB: 0.012 % below 2^36, nothing above. */
static inline void record_12_clamped(uint64_t value)
{
    keep_max(&narrow.max, value);
    count_narrow(narrow.counts, head_of_double(clamped(value, 36, 4096), 12) - (1035u << 12));
}

/* The same below 2^35, a coarse top behind a branch of its own. */
static inline void record_12_top(uint64_t value)
{
    if (__builtin_expect(value >= FINE_END, 0)) {
        count_large(value);
        return;
    }
    keep_max(&narrow.max, value);
    count_narrow(narrow.counts,
                 head_of_double((double)(int64_t)(value + 4096), 12) - (1035u << 12));
}

/* The head of the cube of the value: 3 * 2^10 per octave, 32 bits, 381 KB: 0.016 % below 2^40. */
static inline void record_cube(uint64_t value)
{
    keep_max(&narrow.max, value);
    double shifted = clamped(value, 40, 512);
    count_narrow(narrow.counts, head_of_double(shifted * shifted * shifted, 10) - (1050u << 10));
}

/* 2^11 in the lower half of an octave, 2^10 in the upper one, 32 bits, 344 KB: 0.016 %. */
static inline void record_halves(uint64_t value)
{
    keep_max(&narrow.max, value);
    size_t head = head_of_double(clamped(value, 40, 4096), 12) - (1035u << 12);
    size_t part = head & 4095u;
    count_narrow(narrow.counts, (head >> 12) * 3072 + (part < 2048 ? part : 1024 + (part >> 1)));
}

/* record_12_top by the position of the highest bit and a shift by it. */
static inline void record_leading_zeros(uint64_t value)
{
    if (__builtin_expect(value >= FINE_END, 0)) {
        count_large(value);
        return;
    }
    keep_max(&narrow.max, value);
    uint64_t shifted = value + 4096;
    uint32_t shift = 51u - (uint32_t)__builtin_clzll(shifted);
    count_narrow(narrow.counts, (shift << 12) + (uint32_t)(shifted >> shift) - 4096);
}

/* record_12_top into two tables in turn. */
static inline void record_two_tables(uint64_t value)
{
    if (__builtin_expect(value >= FINE_END, 0)) {
        count_large(value);
        return;
    }
    keep_max(&narrow.max, value);
    size_t bucket = head_of_double((double)(int64_t)(value + 4096), 12) - (1035u << 12);
    narrow.toggle ^= 1u;
    count_narrow(narrow.toggle && bucket < HALF ? narrow.second : narrow.counts, bucket);
}

/* The choice: one compare asks for a new maximum and for a large value. */
static inline void record_chosen(uint64_t value)
{
    tkg_histogram_record(&histogram, value);
}

static double now_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

#define LAYOUTS(X)                                                                                 \
    X(record_10_wide, "2^10, 64 bits (before)")                                                    \
    X(record_12_wide, "2^12, 64 bits")                                                             \
    X(record_12_clamped, "2^12, 32 bits, clamped")                                                 \
    X(record_12_top, "2^12, 32 bits, top, two branches")                                           \
    X(record_cube, "cube, 32 bits")                                                                \
    X(record_halves, "halves of octaves, 32 bits")                                                 \
    X(record_leading_zeros, "2^12, leading zeros")                                                 \
    X(record_two_tables, "2^12, two tables")                                                       \
    X(record_chosen, "2^12, 32 bits, top, one branch")

/* The empty asm hides the value, so that "same" is not folded into one addition. A loop of its own
 * for each, because the record must be inlined as it is in a pass. */
#define DEFINE_LOOP(record, name)                                                                  \
    static __attribute__((noinline)) void loop_##record(const uint64_t *from)                      \
    {                                                                                              \
        for (int repeat = 0; repeat < REPEAT_COUNT; repeat++) {                                    \
            for (int i = 0; i < VALUE_COUNT; i++) {                                                \
                uint64_t value = from[i];                                                          \
                __asm__ volatile("" : "+r"(value));                                                \
                record(value);                                                                     \
            }                                                                                      \
        }                                                                                          \
    }
LAYOUTS(DEFINE_LOOP)

static const struct {
    const char *name;
    void (*loop)(const uint64_t *from);
} layouts[] = {
#define LAYOUT_ROW(record, name) {name, loop_##record},
    LAYOUTS(LAYOUT_ROW)};

enum { LAYOUT_COUNT = sizeof(layouts) / sizeof(layouts[0]) };

static double times[LAYOUT_COUNT][INPUT_COUNT][ROUND_COUNT];

static void fill(void)
{
    struct tkg_random random = {1};
    for (int i = 0; i < VALUE_COUNT; i++) {
        /* A body around 6 ns in picoseconds, one value in a hundred 20 times larger. */
        uint64_t body = 4000 + tkg_random_below(&random, 2000) + tkg_random_below(&random, 2000);
        inputs[0][i] = tkg_random_below(&random, 100) ? body : 20 * body;
        inputs[1][i] = 5000;
        inputs[2][i] = tkg_random_next(&random) >> (30 + tkg_random_below(&random, 34));
    }
}

static void measure_round(int round)
{
    for (int layout = 0; layout < LAYOUT_COUNT; layout++) {
        for (int input = 0; input < INPUT_COUNT; input++) {
            double begin = now_ns();
            layouts[layout].loop(inputs[input]);
            times[layout][input][round] = (now_ns() - begin) / ((double)VALUE_COUNT * REPEAT_COUNT);
        }
    }
}

int main(void)
{
    static const char *const names[INPUT_COUNT] = {"random", "same", "all octaves"};
    fill();
    for (int round = 0; round < ROUND_COUNT; round++) {
        measure_round(round);
    }
    for (int layout = 0; layout < LAYOUT_COUNT; layout++) {
        (void)printf("%-33s", layouts[layout].name);
        for (int input = 0; input < INPUT_COUNT; input++) {
            double *row = times[layout][input];
            qsort(row, ROUND_COUNT, sizeof(double), compare);
            (void)printf(" %s %.2f (%.2f)", names[input], row[ROUND_COUNT / 2], row[0]);
        }
        (void)printf("\n");
    }
    (void)printf("ns per record, median (min) of %d rounds of %d\n", ROUND_COUNT,
                 VALUE_COUNT * REPEAT_COUNT);
    return 0;
}
