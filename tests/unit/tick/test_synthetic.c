/* SPDX-License-Identifier: Apache-2.0
 *
 * The mechanics of the streams: any tick by index, the same bytes however it is read. What a market
 * looks like is in test_synthetic_facts.c.
 */
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <xxhash.h>

#include "base/random.h"
#include "tick/synthetic.h"
#include "tick/tick_bytes.h"

#define NS_PER_S INT64_C(1000000000)

enum { INSTRUMENTS_MAX = 4 };

static struct tkg_synthetic *create(const char *preset, uint64_t seed)
{
    struct tkg_synthetic *synthetic = NULL;
    assert_int_equal(tkg_synthetic_create(&synthetic, preset, seed, NULL), TKG_OK);
    return synthetic;
}

static struct tkg_tick *read_ticks(const char *preset, uint64_t seed, uint64_t first, size_t count)
{
    struct tkg_tick *ticks = malloc(count * sizeof(*ticks));
    assert_non_null(ticks);
    struct tkg_synthetic *synthetic = create(preset, seed);
    tkg_synthetic_read(synthetic, first, ticks, count);
    tkg_synthetic_destroy(synthetic);
    return ticks;
}

static uint32_t instrument_count_of(const char *preset)
{
    struct tkg_synthetic *synthetic = create(preset, 1);
    uint32_t count = 0;
    (void)tkg_synthetic_instruments(synthetic, &count);
    tkg_synthetic_destroy(synthetic);
    return count;
}

#define assert_between(value, low, high) assert_true((value) > (low) && (value) < (high))

/* Times grow strictly: an exact repeat of a tick would look like a planted duplicate. */
static void check_sane(const struct tkg_tick *ticks, size_t count, uint32_t instrument_count)
{
    for (size_t i = 0; i < count; i++) {
        const struct tkg_tick *tick = &ticks[i];
        assert_true(i == 0 || tick->time_ns > ticks[i - 1].time_ns);
        assert_true(tick->instrument_id < instrument_count);
        assert_true(tick->bid_price > 0);
        if (tick->kind == TKG_TICK_QUOTE) {
            assert_true(tick->bid_price < tick->ask_price);
            assert_true(tick->bid_size > 0 && tick->ask_size > 0);
        } else {
            assert_int_equal(tick->kind, TKG_TICK_TRADE);
            assert_int_equal(tick->bid_price, tick->ask_price);
            assert_true((tick->bid_size == 0) != (tick->ask_size == 0));
        }
    }
}

static void every_tick_is_sane_everywhere_in_the_stream(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    const char *presets[] = {"futures", "fx", "randomwalk"};
    for (size_t p = 0; p < 3; p++) {
        for (uint64_t place = 0; place < 40; place++) {
            /* The start, the end and what lies between, at no round index. */
            uint64_t first = place * ((TKG_SYNTHETIC_TICK_MAX - COUNT) / 39);
            struct tkg_tick *ticks = read_ticks(presets[p], place, first, COUNT);
            check_sane(ticks, COUNT, instrument_count_of(presets[p]));
            free(ticks);
        }
    }
}

/* row: B20 */
static void digests_of_the_first_100000_ticks_are_golden(void **state)
{
    (void)state;
    const struct {
        const char *preset;
        uint64_t digest;
    } golden[] = {
        /* Made by this program (there is no outside source); any change is a change of every
         * published result and needs a new preset name instead. */
        {"futures", UINT64_C(0xadfd5ff370a8c690)},
        {"futures+faults", UINT64_C(0xe02c477c9afb6bbe)},
        {"fx", UINT64_C(0x33cd9c104ee8f71f)},
        {"randomwalk", UINT64_C(0x120925649b7bd623)},
    };
    for (size_t i = 0; i < sizeof(golden) / sizeof(golden[0]); i++) {
        struct tkg_tick *ticks = read_ticks(golden[i].preset, 42, 0, 100000);
        assert_int_equal(XXH3_64bits(ticks, 100000 * sizeof(*ticks)), golden[i].digest);
        free(ticks);
    }
}

static void any_cutting_into_reads_gives_the_same_bytes(void **state)
{
    (void)state;
    enum { COUNT = 30000, FIRST = 777 };
    struct tkg_tick *whole = read_ticks("futures", 7, FIRST, COUNT);
    const size_t chunks[] = {1, 3, 511, 512, 513, 4096, 10007};
    struct tkg_synthetic *synthetic = create("futures", 7);
    for (size_t c = 0; c < sizeof(chunks) / sizeof(chunks[0]); c++) {
        struct tkg_tick part[10007];
        for (size_t at = 0; at < COUNT; at += chunks[c]) {
            size_t count = COUNT - at < chunks[c] ? COUNT - at : chunks[c];
            tkg_synthetic_read(synthetic, FIRST + at, part, count);
            assert_memory_equal(part, whole + at, count * sizeof(*part));
        }
    }
    tkg_synthetic_destroy(synthetic);
    free(whole);
}

static void check_any_order(const char *stream)
{
    enum { COUNT = 4000, FIRST = (1 << 23) - 2000 }; /* over the end of a session */
    struct tkg_tick *whole = read_ticks(stream, 7, FIRST, COUNT);
    struct tkg_synthetic *synthetic = create(stream, 7);
    struct tkg_random random = {99};
    for (size_t i = 0; i < 3000; i++) {
        uint32_t at = tkg_random_below(&random, COUNT);
        struct tkg_tick tick;
        tkg_synthetic_read(synthetic, FIRST + at, &tick, 1);
        assert_memory_equal(&tick, &whole[at], sizeof(tick));
    }
    tkg_synthetic_destroy(synthetic);
    free(whole);
}

static void any_order_of_reading_gives_the_same_bytes(void **state)
{
    (void)state;
    check_any_order("futures");
    check_any_order("futures+faults");
    check_any_order("fx");
    check_any_order("randomwalk");
}

enum { THREADS = 4, THREAD_TICKS = 20000 };

struct reading {
    const char *stream;
    uint64_t first;
    struct tkg_tick ticks[THREAD_TICKS];
};

static void *read_in_thread(void *context)
{
    struct reading *reading = context;
    struct tkg_synthetic *synthetic = NULL;
    if (tkg_synthetic_create(&synthetic, reading->stream, 7, NULL) != TKG_OK) {
        return NULL;
    }
    tkg_synthetic_read(synthetic, reading->first, reading->ticks, THREAD_TICKS);
    tkg_synthetic_destroy(synthetic);
    return reading;
}

/* Four threads share a stretch of one stream; run under TSan, too. */
static void threads_with_their_own_generators_read_the_same_bytes(void **state)
{
    (void)state;
    static const char *const streams[] = {"futures", "futures+faults", "fx", "randomwalk"};
    const uint64_t first = (UINT64_C(1) << 23) - THREAD_TICKS - 333; /* over the end of a session */
    struct reading *readings = calloc(THREADS, sizeof(*readings));
    assert_non_null(readings);
    for (size_t s = 0; s < sizeof(streams) / sizeof(streams[0]); s++) {
        pthread_t threads[THREADS];
        for (size_t i = 0; i < THREADS; i++) {
            readings[i].stream = streams[s];
            readings[i].first = first + i * THREAD_TICKS;
            assert_int_equal(pthread_create(&threads[i], NULL, read_in_thread, &readings[i]), 0);
        }
        struct tkg_tick *whole = read_ticks(streams[s], 7, first, THREADS * (size_t)THREAD_TICKS);
        for (size_t i = 0; i < THREADS; i++) {
            void *done = NULL;
            assert_int_equal(pthread_join(threads[i], &done), 0);
            assert_ptr_equal(done, &readings[i]);
            assert_memory_equal(readings[i].ticks, whole + i * THREAD_TICKS,
                                sizeof(readings[i].ticks));
        }
        free(whole);
    }
    free(readings);
}

/* row: B04 */
static void ticks_deep_in_the_stream_need_no_array_before_them(void **state)
{
    (void)state;
    struct tkg_synthetic *synthetic = create("futures", 42);
    struct tkg_tick deep[600];
    struct tkg_tick again[600];
    tkg_synthetic_read(synthetic, UINT64_C(1) << 39, deep, 600);
    tkg_synthetic_read(synthetic, TKG_SYNTHETIC_TICK_MAX - 600, again, 600); /* the last ones */
    check_sane(again, 600, 4);
    tkg_synthetic_read(synthetic, UINT64_C(1) << 39, again, 600);
    assert_memory_equal(deep, again, sizeof(deep));
    check_sane(deep, 600, 4);
    /* 2^39 / 2^23 = 65,536 sessions of 90 minutes after 2024-01-01T00:00:00Z. */
    assert_int_equal(deep[0].time_ns, (INT64_C(1704067200) + INT64_C(65536) * 5400) * NS_PER_S);
    tkg_synthetic_destroy(synthetic);
}

static void no_ticks_can_be_read_from_the_very_end(void **state)
{
    (void)state;
    struct tkg_synthetic *synthetic = create("randomwalk", 42);
    tkg_synthetic_read(synthetic, TKG_SYNTHETIC_TICK_MAX, NULL, 0);
    tkg_synthetic_destroy(synthetic);
}

static void reading_beyond_the_end_asserts(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)signal(SIGABRT, SIG_DFL); /* cmocka catches it */
        (void)close(STDERR_FILENO);
        struct tkg_tick tick;
        tkg_synthetic_read(create("futures", 1), TKG_SYNTHETIC_TICK_MAX, &tick, 1);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void every_seed_gives_another_stream(void **state)
{
    (void)state;
    enum { SEEDS = 200, COUNT = 64 };
    uint64_t digests[SEEDS];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        /* Small seeds and far ones. */
        struct tkg_tick *ticks = read_ticks("futures", seed % 2 == 0 ? seed : ~seed, 0, COUNT);
        digests[seed] = XXH3_64bits(ticks, COUNT * sizeof(*ticks));
        for (uint64_t other = 0; other < seed; other++) {
            assert_int_not_equal(digests[seed], digests[other]);
        }
        free(ticks);
    }
}

static void sessions_are_apart_and_flagged_once_for_each_instrument(void **state)
{
    (void)state;
    enum { BEFORE = 1000, COUNT = 3000, SESSION = 1 << 23 };
    struct tkg_tick *ticks = read_ticks("futures", 42, 3 * (uint64_t)SESSION - BEFORE, COUNT);
    /* Fifteen minutes, and what is left between the last tick and the end of the session. */
    int64_t gap_ns = ticks[BEFORE].time_ns - ticks[BEFORE - 1].time_ns;
    assert_between(gap_ns, 900 * NS_PER_S, 910 * NS_PER_S);
    bool seen[INSTRUMENTS_MAX] = {false};
    for (size_t i = 0; i < COUNT; i++) {
        bool first = i >= BEFORE && !seen[ticks[i].instrument_id];
        assert_int_equal(ticks[i].flags, first ? TKG_TICK_SESSION_START : 0);
        seen[ticks[i].instrument_id] |= i >= BEFORE;
    }
    for (size_t i = 0; i < INSTRUMENTS_MAX; i++) {
        assert_true(seen[i]);
    }
    free(ticks);
}

static void the_randomwalk_has_no_sessions(void **state)
{
    (void)state;
    enum { BEFORE = 1000, COUNT = 2000, SESSION = 1 << 23 };
    struct tkg_tick *ticks = read_ticks("randomwalk", 42, SESSION - BEFORE, COUNT);
    assert_true(ticks[BEFORE].time_ns - ticks[BEFORE - 1].time_ns < NS_PER_S);
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(ticks[i].flags, 0);
    }
    free(ticks);
}

static void instruments_come_as_often_as_they_should(void **state)
{
    (void)state;
    enum { COUNT = 1 << 18 };
    struct tkg_tick *ticks = read_ticks("futures", 3, 0, COUNT);
    double shares[INSTRUMENTS_MAX] = {0};
    for (size_t i = 0; i < COUNT; i++) {
        shares[ticks[i].instrument_id] += 1.0 / COUNT;
    }
    const double expected[INSTRUMENTS_MAX] = {0.5, 0.25, 0.125, 0.125};
    for (size_t i = 0; i < INSTRUMENTS_MAX; i++) {
        /* Pairs are independent: standard deviation below sqrt(0.25 / 2^17) = 0.0014. */
        assert_between(shares[i], expected[i] - 0.007, expected[i] + 0.007);
    }
    free(ticks);
}

static int compare_u32(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void trade_sizes_have_a_heavy_tail(void **state)
{
    (void)state;
    enum { COUNT = 1 << 20, LARGEST = 1000 };
    struct tkg_tick *ticks = read_ticks("futures", 3, 0, COUNT);
    uint32_t *sizes = calloc(COUNT, sizeof(*sizes));
    assert_non_null(sizes);
    size_t count = 0;
    for (size_t i = 0; i < COUNT; i++) {
        if (ticks[i].kind == TKG_TICK_TRADE) {
            sizes[count++] = ticks[i].bid_size + ticks[i].ask_size;
        }
    }
    qsort(sizes, count, sizeof(*sizes), compare_u32);
    /* Hill's estimator of the tail index; 1.56 in the real file, 1.5 aimed at. */
    double sum = 0;
    for (size_t i = count - LARGEST; i < count; i++) {
        sum += log((double)sizes[i] / sizes[count - LARGEST - 1]);
    }
    assert_between(LARGEST / sum, 1.1, 2.0);
    free(sizes);
    free(ticks);
}

static void instruments_are_valid_rows(void **state)
{
    (void)state;
    const char *presets[] = {"futures", "fx", "randomwalk"};
    const uint32_t counts[] = {4, 2, 1};
    for (size_t i = 0; i < 3; i++) {
        struct tkg_synthetic *synthetic = create(presets[i], 1);
        uint32_t count = 0;
        const struct tkg_instrument *rows = tkg_synthetic_instruments(synthetic, &count);
        assert_int_equal(count, counts[i]);
        assert_int_equal(tkg_tick_instruments_check(rows, count, "", NULL), TKG_OK);
        tkg_synthetic_destroy(synthetic);
    }
}

static void an_unknown_stream_is_a_usage_error_that_lists_them(void **state)
{
    (void)state;
    const char *streams[] = {"stocks",
                             "",
                             "+faults",
                             "futures+fault",
                             "futures+",
                             "fx+x",
                             "Futures",
                             "fx+faults+faults",
                             "a name of many more bytes"};
    for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
        struct tkg_synthetic *synthetic = NULL;
        struct tkg_error err;
        char expected[256];
        (void)snprintf(expected, sizeof(expected),
                       "unknown synthetic stream \"%s\"; there are: %s; the first three also "
                       "with +faults",
                       streams[i], tkg_synthetic_preset_list());
        assert_int_equal(tkg_synthetic_create(&synthetic, streams[i], 1, &err), TKG_USAGE);
        assert_null(synthetic);
        assert_string_equal(err.text, expected);
    }
    tkg_synthetic_destroy(NULL);
}

static void every_listed_stream_can_be_made(void **state)
{
    (void)state;
    char list[256];
    (void)snprintf(list, sizeof(list), "%s", tkg_synthetic_preset_list());
    size_t count = 0;
    char *rest = NULL;
    for (char *name = strtok_r(list, ", ", &rest); name != NULL;
         name = strtok_r(NULL, ", ", &rest)) {
        tkg_synthetic_destroy(create(name, 1));
        count++;
    }
    assert_true(count >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_tick_is_sane_everywhere_in_the_stream),
        cmocka_unit_test(digests_of_the_first_100000_ticks_are_golden),
        cmocka_unit_test(any_cutting_into_reads_gives_the_same_bytes),
        cmocka_unit_test(any_order_of_reading_gives_the_same_bytes),
        cmocka_unit_test(ticks_deep_in_the_stream_need_no_array_before_them),
        cmocka_unit_test(no_ticks_can_be_read_from_the_very_end),
        cmocka_unit_test(reading_beyond_the_end_asserts),
        cmocka_unit_test(every_seed_gives_another_stream),
        cmocka_unit_test(sessions_are_apart_and_flagged_once_for_each_instrument),
        cmocka_unit_test(the_randomwalk_has_no_sessions),
        cmocka_unit_test(instruments_come_as_often_as_they_should),
        cmocka_unit_test(trade_sizes_have_a_heavy_tail),
        cmocka_unit_test(instruments_are_valid_rows),
        cmocka_unit_test(an_unknown_stream_is_a_usage_error_that_lists_them),
        cmocka_unit_test(every_listed_stream_can_be_made),
        cmocka_unit_test(threads_with_their_own_generators_read_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
