/* SPDX-License-Identifier: Apache-2.0
 *
 * The evidence of 0040-histogram-layout.md: nanoseconds per record of three layouts.
 *
 *   cc -std=c11 -O2 -D_GNU_SOURCE -Iharness docs/decisions/0040-histogram-layout.c \
 *      harness/base/random.c -o 0040 && taskset -c 1 ./0040
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
    ROUND_COUNT = 41,
    ROW_COUNT = 6,
    TABLE = 31744,
    HALF = 17408
};

struct two_tables {
    uint64_t max;
    uint64_t toggle;
    uint64_t first[TABLE];
    uint64_t second[HALF]; /* values below 2^26 only: both together stay below 400 KB */
};

static struct two_tables tables;
static struct tkg_histogram histogram;
static uint64_t values[VALUE_COUNT];

/* Bucket by the position of the highest bit and a shift by it. */
static inline uint32_t bucket_by_leading_zeros(uint64_t value)
{
    const uint64_t top = (UINT64_C(1) << 40) - 1;
    value = value < top ? value : top;
    uint32_t shift = 53u - (uint32_t)__builtin_clzll(value | 1024u);
    return (shift << 10) + (uint32_t)(value >> shift);
}

static inline void keep_max(uint64_t value)
{
    if (value > tables.max) {
        tables.max = value;
    }
}

static inline void record_in_one_table(uint64_t value)
{
    tables.first[bucket_by_leading_zeros(value)]++;
    keep_max(value);
}

static inline void record_in_two_tables(uint64_t value)
{
    uint32_t bucket = bucket_by_leading_zeros(value);
    tables.toggle ^= 1u;
    if (tables.toggle && bucket < HALF) {
        tables.second[bucket]++;
    } else {
        tables.first[bucket]++;
    }
    keep_max(value);
}

static inline void record_as_double(uint64_t value)
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

/* One round. The empty asm hides the value, so that "same" is not folded into one addition. A
 * macro, because the call must be inlined into each loop as it is in a pass. */
#define TIME(function, from, result)                                                               \
    do {                                                                                           \
        double begin = now_ns();                                                                   \
        for (int repeat = 0; repeat < REPEAT_COUNT; repeat++) {                                    \
            for (int i = 0; i < VALUE_COUNT; i++) {                                                \
                uint64_t value = (from)[i];                                                        \
                __asm__ volatile("" : "+r"(value));                                                \
                function(value);                                                                   \
            }                                                                                      \
        }                                                                                          \
        *(result) = (now_ns() - begin) / ((double)VALUE_COUNT * REPEAT_COUNT);                     \
    } while (0)

static const char *const NAMES[ROW_COUNT] = {
    "leading zeros, one table, random",  "leading zeros, one table, same",
    "leading zeros, two tables, random", "leading zeros, two tables, same",
    "double, one table, random",         "double, one table, same",
};

static void fill(uint64_t *same)
{
    struct tkg_random random = {1};
    for (int i = 0; i < VALUE_COUNT; i++) {
        /* A body around 6 ns in picoseconds, one value in a hundred 20 times larger. */
        uint64_t body = 4000 + tkg_random_below(&random, 2000) + tkg_random_below(&random, 2000);
        values[i] = tkg_random_below(&random, 100) ? body : 20 * body;
        same[i] = 5000;
    }
}

int main(void)
{
    static uint64_t same[VALUE_COUNT];
    static double times[ROW_COUNT][ROUND_COUNT];
    fill(same);
    for (int round = 0; round < ROUND_COUNT; round++) {
        TIME(record_in_one_table, values, &times[0][round]);
        TIME(record_in_one_table, same, &times[1][round]);
        TIME(record_in_two_tables, values, &times[2][round]);
        TIME(record_in_two_tables, same, &times[3][round]);
        TIME(record_as_double, values, &times[4][round]);
        TIME(record_as_double, same, &times[5][round]);
    }
    for (int row = 0; row < ROW_COUNT; row++) {
        qsort(times[row], ROUND_COUNT, sizeof(double), compare);
        (void)printf("%-34s median %.2f  min %.2f  max %.2f ns, n = %d\n", NAMES[row],
                     times[row][ROUND_COUNT / 2], times[row][0], times[row][ROUND_COUNT - 1],
                     ROUND_COUNT);
    }
    return 0;
}
