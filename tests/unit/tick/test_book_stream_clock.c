/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "tick/book_stream_clock.h"

enum { BLOCK = TKG_BOOK_CLOCK_BLOCK };
/* 2024-01-01T00:00:00Z: `date -u -d @1704067200`. */
#define START_NS (INT64_C(1704067200) * 1000000000)

static int64_t start_of(struct tkg_book_clock *clock, uint64_t block)
{
    int64_t times_ns[BLOCK];
    tkg_book_clock_read(clock, block, times_ns);
    return times_ns[0];
}

static void times_never_decrease(void **state)
{
    (void)state;
    /* Over the end of a region (2^7 blocks) and of a stretch (2^14). */
    const uint64_t firsts[] = {0, (1 << 7) - 20, (1 << 14) - 20, (UINT64_C(1) << 31) - 200};
    struct tkg_book_clock clock;
    tkg_book_clock_init(&clock, 1);
    for (size_t f = 0; f < 4; f++) {
        int64_t last_ns = 0;
        for (uint64_t block = firsts[f]; block < firsts[f] + 200; block++) {
            int64_t times_ns[BLOCK];
            tkg_book_clock_read(&clock, block, times_ns);
            for (size_t i = 0; i < BLOCK; i++) {
                assert_true(times_ns[i] >= last_ns);
                last_ns = times_ns[i];
            }
        }
    }
}

static void stretches_of_8_million_messages_last_equally_long(void **state)
{
    (void)state;
    struct tkg_book_clock clock;
    tkg_book_clock_init(&clock, 2);
    for (uint64_t i = 0; i < 100; i++) {
        /* 2^23 messages at 40,000 a second: 209.7152 s. */
        assert_int_equal(start_of(&clock, i << 14), START_NS + (int64_t)i * INT64_C(209715200000));
    }
}

static void any_order_of_reading_gives_the_same_times(void **state)
{
    (void)state;
    enum { FIRST = (1 << 14) - 300, COUNT = 600 };
    static int64_t walked_ns[COUNT][BLOCK];
    struct tkg_book_clock clock;
    struct tkg_random random = {8};
    tkg_book_clock_init(&clock, 3);
    for (uint64_t i = 0; i < COUNT; i++) {
        tkg_book_clock_read(&clock, FIRST + i, walked_ns[i]);
    }
    for (unsigned i = 0; i < 2000; i++) {
        int64_t times_ns[BLOCK];
        uint32_t at = tkg_random_below(&random, COUNT);
        tkg_book_clock_read(&clock, FIRST + at, times_ns);
        assert_memory_equal(times_ns, walked_ns[at], sizeof(times_ns));
    }
}

/* Variance over mean of the messages in each 0.1 s; 1 for a Poisson process. */
static double fano_factor(uint64_t seed)
{
    enum { WINDOWS = 2000, WINDOW_NS = 100000000 };
    static double counts[WINDOWS];
    struct tkg_book_clock clock;
    double sum = 0;
    double squares = 0;
    memset(counts, 0, sizeof(counts));
    tkg_book_clock_init(&clock, seed);
    for (uint64_t block = 0; block < 1 << 14; block++) {
        int64_t times_ns[BLOCK];
        tkg_book_clock_read(&clock, block, times_ns);
        for (size_t i = 0; i < BLOCK; i++) {
            int64_t window = (times_ns[i] - START_NS) / WINDOW_NS;
            counts[window < WINDOWS ? window : WINDOWS - 1] += window < WINDOWS;
        }
    }
    for (size_t i = 0; i < WINDOWS; i++) {
        sum += counts[i];
        squares += counts[i] * counts[i];
    }
    double mean = sum / WINDOWS;
    return (squares / WINDOWS - mean * mean) / mean;
}

static void arrivals_come_in_bursts(void **state)
{
    (void)state;
    double fano = fano_factor(1);
    print_message("Fano factor of messages per 0.1 s: %.0f\n", fano);
    assert_true(fano > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_never_decrease),
        cmocka_unit_test(stretches_of_8_million_messages_last_equally_long),
        cmocka_unit_test(any_order_of_reading_gives_the_same_times),
        cmocka_unit_test(arrivals_come_in_bursts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
