/* SPDX-License-Identifier: Apache-2.0
 *
 * Planted faults against a slow reader of the rules in fault.h: the clean stream beside the faulty
 * one, tick by tick.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tick/fault.h"
#include "tick/synthetic.h"

enum { COUNT = 200000, CLEAN_COUNT = COUNT / 1000 * 999 };

static struct tkg_tick *read_ticks(const char *stream, uint64_t seed, uint64_t first, size_t count)
{
    struct tkg_tick *ticks = malloc(count * sizeof(*ticks));
    struct tkg_synthetic *synthetic = NULL;
    assert_non_null(ticks);
    assert_int_equal(tkg_synthetic_create(&synthetic, stream, seed, NULL), TKG_OK);
    tkg_synthetic_read(synthetic, first, ticks, count);
    tkg_synthetic_destroy(synthetic);
    return ticks;
}

static bool is_equal(const struct tkg_tick *a, const struct tkg_tick *b)
{
    return memcmp(a, b, sizeof(*a)) == 0;
}

/* What is wrong with a tick that comes after `before`, seen as an engine sees it. */
static enum tkg_fault_kind fault_of(const struct tkg_tick *tick, const struct tkg_tick *before)
{
    if (is_equal(tick, before)) {
        return TKG_FAULT_DUPLICATE;
    }
    if (tick->time_ns < before->time_ns) {
        return TKG_FAULT_OUT_OF_ORDER;
    }
    if (tick->bid_price <= 0) {
        return TKG_FAULT_BAD_PRICE;
    }
    if (tick->kind == TKG_TICK_QUOTE && tick->bid_price > tick->ask_price) {
        return TKG_FAULT_CROSSED;
    }
    return TKG_FAULT_KINDS; /* nothing */
}

static void every_fault_is_found_and_nothing_clean_is_lost(void **state)
{
    (void)state;
    const char *streams[][2] = {
        {"futures", "futures+faults"}, {"fx", "fx+faults"}, {"randomwalk", "randomwalk+faults"}};
    for (size_t s = 0; s < 3; s++) {
        struct tkg_tick *clean = read_ticks(streams[s][0], 11, 0, CLEAN_COUNT);
        struct tkg_tick *faulty = read_ticks(streams[s][1], 11, 0, COUNT);
        uint64_t found[TKG_FAULT_KINDS] = {0};
        size_t next = 0;
        for (size_t i = 0; i < COUNT; i++) {
            bool is_clean = next < CLEAN_COUNT && is_equal(&faulty[i], &clean[next]);
            if (is_clean) {
                next++;
                continue;
            }
            enum tkg_fault_kind kind = fault_of(&faulty[i], &clean[next - 1]);
            assert_int_not_equal(kind, TKG_FAULT_KINDS);
            assert_int_equal(i % 1000, tkg_fault_offset(11, i / 1000));
            assert_int_equal(kind, tkg_fault_kind_of(i / 1000));
            found[kind]++;
        }
        assert_int_equal(next, CLEAN_COUNT);
        /* Of 200 slots 80, 40, 40 and 40: 400, 200, 200 and 200 in a million ticks. */
        assert_int_equal(found[TKG_FAULT_DUPLICATE], 80);
        assert_int_equal(found[TKG_FAULT_OUT_OF_ORDER], 40);
        assert_int_equal(found[TKG_FAULT_CROSSED], 40);
        assert_int_equal(found[TKG_FAULT_BAD_PRICE], 40);
        free(clean);
        free(faulty);
    }
}

/* Without a nanosecond for each tick's place, 18 of a million gaps would round to nothing (counted
 * before there was one), and some of these ticks would look like planted duplicates. */
static void clean_times_grow_strictly(void **state)
{
    (void)state;
    enum { TICKS = 1 << 21 };
    const char *streams[] = {"futures", "fx", "randomwalk"};
    for (size_t s = 0; s < 3; s++) {
        struct tkg_tick *ticks = read_ticks(streams[s], 42, 0, TICKS);
        for (size_t i = 1; i < TICKS; i++) {
            assert_true(ticks[i].time_ns > ticks[i - 1].time_ns);
        }
        free(ticks);
    }
}

static void counts_are_exact_wherever_the_stream_is_cut(void **state)
{
    (void)state;
    const uint64_t seed = 5;
    uint64_t expected[TKG_FAULT_KINDS] = {0};
    for (uint64_t count = 0; count < 25000; count++) {
        uint64_t counts[TKG_FAULT_KINDS];
        tkg_fault_count(seed, count, counts);
        assert_memory_equal(counts, expected, sizeof(counts));
        /* Now tick number `count` comes in. */
        if (count % 1000 == tkg_fault_offset(seed, count / 1000)) {
            expected[tkg_fault_kind_of(count / 1000)]++;
        }
    }
    assert_int_equal(expected[TKG_FAULT_DUPLICATE], 10); /* 25 slots: two turns and a half */
}

static void counts_of_the_longest_stream_follow_the_rates(void **state)
{
    (void)state;
    uint64_t counts[TKG_FAULT_KINDS];
    /* 10^12 ticks: 400, 200, 200 and 200 in a million. */
    tkg_fault_count(1, UINT64_C(1000000000000), counts);
    assert_int_equal(counts[TKG_FAULT_DUPLICATE], 400000000);
    assert_int_equal(counts[TKG_FAULT_OUT_OF_ORDER], 200000000);
    assert_int_equal(counts[TKG_FAULT_CROSSED], 200000000);
    assert_int_equal(counts[TKG_FAULT_BAD_PRICE], 200000000);
}

static void places_spread_over_the_slot_and_differ_by_seed(void **state)
{
    (void)state;
    uint32_t least = 1000;
    uint32_t greatest = 0;
    uint64_t equal = 0;
    double sum = 0;
    for (uint64_t slot = 0; slot < 100000; slot++) {
        uint32_t offset = tkg_fault_offset(1, slot);
        least = offset < least ? offset : least;
        greatest = offset > greatest ? offset : greatest;
        equal += offset == tkg_fault_offset(2, slot);
        sum += offset;
    }
    assert_int_equal(least, 1);
    assert_int_equal(greatest, 999);
    /* Uniform over 1 to 999: mean 500, s.d. of the mean 288 / sqrt(100,000) = 0.9. */
    assert_true(sum / 100000 > 495 && sum / 100000 < 505);
    assert_true(equal > 40 && equal < 180); /* 100 by chance */
}

static struct tkg_tick quote(void)
{
    return (struct tkg_tick){.time_ns = 5000000,
                             .bid_price = 100,
                             .ask_price = 103,
                             .bid_size = 4,
                             .ask_size = 6,
                             .instrument_id = 2,
                             .kind = TKG_TICK_QUOTE,
                             .flags = TKG_TICK_SESSION_START};
}

static uint64_t slot_with(enum tkg_fault_kind kind)
{
    uint64_t slot = 0;
    while (tkg_fault_kind_of(slot) != kind) {
        slot++;
    }
    return slot;
}

static void a_duplicate_is_the_same_bytes(void **state)
{
    (void)state;
    struct tkg_tick before = quote();
    struct tkg_tick made = tkg_fault_make(1, slot_with(TKG_FAULT_DUPLICATE), &before);
    assert_memory_equal(&made, &before, sizeof(made));
}

static void a_late_tick_is_a_nanosecond_to_a_millisecond_late(void **state)
{
    (void)state;
    struct tkg_tick before = quote();
    int64_t greatest = 0;
    for (uint64_t seed = 0; seed < 1000; seed++) {
        struct tkg_tick made = tkg_fault_make(seed, slot_with(TKG_FAULT_OUT_OF_ORDER), &before);
        int64_t late_ns = before.time_ns - made.time_ns;
        assert_in_range(late_ns, 1, 1000000);
        greatest = late_ns > greatest ? late_ns : greatest;
        made.time_ns = before.time_ns;
        made.flags = before.flags;
        assert_memory_equal(&made, &before, sizeof(made));
    }
    assert_true(greatest > 900000);
}

static void a_crossed_quote_comes_from_a_quote_or_a_trade(void **state)
{
    (void)state;
    struct tkg_tick before = quote();
    struct tkg_tick made = tkg_fault_make(1, slot_with(TKG_FAULT_CROSSED), &before);
    assert_int_equal(made.bid_price, 104);
    assert_int_equal(made.ask_price, 100);
    assert_int_equal(made.flags, 0);
    before.kind = TKG_TICK_TRADE;
    before.ask_price = 100;
    before.bid_size = 0;
    made = tkg_fault_make(1, slot_with(TKG_FAULT_CROSSED), &before);
    assert_int_equal(made.kind, TKG_TICK_QUOTE);
    assert_int_equal(made.bid_price, 101);
    assert_int_equal(made.ask_price, 100);
    assert_int_equal(made.bid_size, 6);
    assert_int_equal(made.ask_size, 6);
}

static void a_bad_price_is_zero_or_negative(void **state)
{
    (void)state;
    struct tkg_tick before = quote();
    size_t zeros = 0;
    for (uint64_t seed = 0; seed < 1000; seed++) {
        before.kind = seed % 2 == 0 ? TKG_TICK_QUOTE : TKG_TICK_TRADE;
        before.ask_price = seed % 2 == 0 ? 103 : 100;
        struct tkg_tick made = tkg_fault_make(seed, slot_with(TKG_FAULT_BAD_PRICE), &before);
        assert_true(made.bid_price == 0 || made.bid_price == -100);
        assert_int_equal(made.ask_price, seed % 2 == 0 ? 103 : made.bid_price);
        zeros += made.bid_price == 0;
    }
    assert_in_range(zeros, 400, 600); /* half of them; s.d. 16 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_is_found_and_nothing_clean_is_lost),
        cmocka_unit_test(clean_times_grow_strictly),
        cmocka_unit_test(counts_are_exact_wherever_the_stream_is_cut),
        cmocka_unit_test(counts_of_the_longest_stream_follow_the_rates),
        cmocka_unit_test(places_spread_over_the_slot_and_differ_by_seed),
        cmocka_unit_test(a_duplicate_is_the_same_bytes),
        cmocka_unit_test(a_late_tick_is_a_nanosecond_to_a_millisecond_late),
        cmocka_unit_test(a_crossed_quote_comes_from_a_quote_or_a_trade),
        cmocka_unit_test(a_bad_price_is_zero_or_negative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
