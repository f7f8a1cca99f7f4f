/* SPDX-License-Identifier: Apache-2.0
 *
 * The general simulation against the slow one: random streams of every kind of book, every
 * strategy, and every model, one tick at a time.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "random_book.h"
#include "random_stream.h"
#include "reference_fixture.h"
#include "slow_simulation.h"

/* Of each kind of book, and of crowded levels in two of them. */
enum { STREAM_COUNT = 1200, CROWD_COUNT = 300, TICK_COUNT_MAX = 300, PARAMETER_BYTES = 1024 };

/* What the streams exercised, so that agreement is not agreement on nothing. */
struct coverage {
    struct slow_simulation *slow; /* plays one stream after the other */
    uint64_t fills;
    uint64_t maker_fills;
    uint64_t rejected_ticks;
    uint64_t answers[4]; /* by enum tkg_order_event */
    uint64_t repeated;   /* ticks refused as duplicates */
    uint64_t fired;
    uint64_t filtered; /* entries that a filter refused, */
    uint64_t entered;  /* and fills where one was asked */
};

static int64_t draw(struct tkg_random *random, int64_t least, int64_t greatest)
{
    return least + tkg_random_below(random, (uint32_t)(greatest - least + 1));
}

static const char *draw_word(struct tkg_random *random, const char *const *words, uint32_t count)
{
    return words[tkg_random_below(random, count)];
}

static int draw_strategy(struct tkg_random *random, char *text, size_t room)
{
    const char *const strategies[] = {"taker",     "taker",     "maker",     "maker",
                                      "reversion", "reversion", "reversion", "storm",
                                      "storm",     "storm",     "storm",     "storm"};
    const int64_t size = draw(random, 1, 20);
    const int64_t fast_shift = draw(random, 1, 4);
    return snprintf(text, room,
                    "strategy=%s,size_lots=%" PRId64 ",fast_shift=%" PRId64 ",slow_shift=%" PRId64
                    ",threshold_e3=%" PRId64 ",half_spread_e3=%" PRId64 ",skew_e3=%" PRId64
                    ",max_position_lots=%" PRId64 ",storm_every=%" PRId64 ",sample_ns=%" PRId64
                    ",window_samples=%" PRId64 ",entry_e3=1200,exit_e3=300,levels=%" PRId64,
                    draw_word(random, strategies, 12), size, fast_shift,
                    fast_shift + draw(random, 1, 4), draw(random, 0, 900), draw(random, 0, 2500),
                    draw(random, 0, 1500), size + draw(random, 0, 5 * size), draw(random, 1, 3),
                    draw(random, 0, 2000), draw(random, 2, 20), draw(random, 1, 3));
}

/* Mostly one filter or two, each at home with what the streams show: mids that move by a tick or
 * two, trades of some lots. */
static int draw_filter(struct tkg_random *random, char *text, size_t room)
{
    const char *const bars[] = {"time", "tick", "volume"};
    if (tkg_random_below(random, 4) == 0) {
        return 0;
    }
    const uint32_t bar = tkg_random_below(random, 3);
    return snprintf(
        text, room,
        ",bar=%s,bar_size=%" PRId64 ",rsi_length=%" PRId64 ",rsi_limit_e3=%" PRId64
        ",atr_length=%" PRId64 ",atr_min_e3=%" PRId64 ",vwap_side=%" PRId64,
        bars[bar], bar == 0 ? draw(random, 1, 9000) : draw(random, 1, 12), draw(random, 2, 5),
        draw(random, 0, 1) * draw(random, 20000, 100000), draw(random, 2, 5),
        draw(random, 0, 1) * draw(random, 0, 3) * draw(random, 1, 1000), draw(random, 0, 1));
}

static int draw_latency(struct tkg_random *random, char *text, size_t room)
{
    const char *const models[] = {"constant", "jitter", "table"};
    const int64_t first_ns = draw(random, 0, 50000);
    const char *const model = draw_word(random, models, 3);
    int used = snprintf(text, room,
                        ",latency=%s,latency_ns=%" PRId64 ",feed_latency_ns=%" PRId64
                        ",response_latency_ns=%" PRId64 ",jitter_ns=%" PRId64,
                        model, draw(random, 0, 3) * draw(random, 0, 3000),
                        draw(random, 0, 2) * draw(random, 0, 900),
                        draw(random, 0, 2) * draw(random, 0, 9000), draw(random, 0, 5000));
    if (strcmp(model, "table") == 0) {
        used += snprintf(
            text + used, room - (size_t)used,
            ",latency_table=%" PRId64 ":%" PRId64 ";%" PRId64 ":%" PRId64 ";%" PRId64 ":%" PRId64,
            first_ns, draw(random, 0, 9000), first_ns + draw(random, 1, 99999),
            draw(random, 0, 9000), first_ns + draw(random, 100000, 400000), draw(random, 0, 9000));
    }
    return used;
}

static int draw_costs(struct tkg_random *random, uint32_t book, char *text, size_t room)
{
    const char *const queues[] = {"conservative", "power"};
    const char *const duplicates[] = {"accept", "refuse"};
    return snprintf(
        text, room,
        ",duplicates=%s,queue=%s,queue_power=%" PRId64 ",maker_fee_e6=%" PRId64
        ",taker_fee_e6=%" PRId64 ",maker_fee_lot_e3=%" PRId64 ",taker_fee_lot_e3=%" PRId64
        ",slippage_ticks=%" PRId64 ",slippage_spread_e3=%" PRId64 ",impact_e3=%" PRId64,
        draw_word(random, duplicates, 2), draw_word(random, queues, book == TKG_BOOK_L3 ? 1 : 2),
        draw(random, 1, 3), draw(random, -500, 1500), draw(random, -500, 1500),
        draw(random, -900, 900), draw(random, -900, 900), draw(random, 0, 3),
        draw(random, 0, 1) * draw(random, 0, 1500), draw(random, 0, 1) * draw(random, 0, 900));
}

/* Most runs without limits, the rest with one or several. */
static void draw_risk(struct tkg_random *random, char *text, size_t room)
{
    snprintf(text, room,
             ",risk_position_lots=%" PRId64 ",risk_notional=%" PRId64 ",risk_interval_ns=%" PRId64
             ",risk_burst=%" PRId64,
             draw(random, 0, 3) == 0 ? draw(random, 1, 40) : 0,
             draw(random, 0, 3) == 0 ? draw(random, 1000, 400000) : 0,
             draw(random, 0, 3) == 0 ? draw(random, 1, 9000) : 0, draw(random, 1, 4));
}

static void draw_parameters(struct tkg_random *random, uint32_t book, char *text)
{
    const char *const books[] = {"l1", "l2", "l3"};
    int used = snprintf(text, PARAMETER_BYTES, "loop=general,book=%s,levels_max=64,orders_max=256,",
                        books[book]);
    used += draw_strategy(random, text + used, PARAMETER_BYTES - (size_t)used);
    used += draw_filter(random, text + used, PARAMETER_BYTES - (size_t)used);
    used += draw_latency(random, text + used, PARAMETER_BYTES - (size_t)used);
    used += draw_costs(random, book, text + used, PARAMETER_BYTES - (size_t)used);
    draw_risk(random, text + used, PARAMETER_BYTES - (size_t)used);
}

/* Depth or order ticks of several instruments, each made for the state its book is in. */
static void make_levels(struct tkg_random *random, uint32_t book, uint32_t instrument_count,
                        struct tkg_tick *ticks, size_t count)
{
    static struct slow_book books[SLOW_INSTRUMENTS_MAX];
    struct random_book streams[SLOW_INSTRUMENTS_MAX];
    int64_t time_ns = INT64_C(1700000000000000000);
    for (uint32_t id = 0; id < instrument_count; id++) {
        slow_book_init(&books[id], 256, 64);
        random_book_init(&streams[id], tkg_random_next(random));
    }
    for (size_t i = 0; i < count; i++) {
        const uint32_t id = tkg_random_below(random, instrument_count);
        time_ns += draw(random, 0, 2) * draw(random, 0, 1500);
        ticks[i] = book == TKG_BOOK_L2 ? random_book_depth(&streams[id], &books[id])
                                       : random_book_order(&streams[id], &books[id]);
        ticks[i].instrument_id = id;
        ticks[i].time_ns = time_ns;
        if (book == TKG_BOOK_L2) {
            slow_book_play_depth(&books[id], &ticks[i]);
        } else {
            slow_book_play_order(&books[id], &ticks[i]);
        }
        if (tkg_random_below(random, 40) ==
            0) { /* refused: the books go apart, as with any fault */
            ticks[i].instrument_id += tkg_random_below(random, 2) * SLOW_INSTRUMENTS_MAX;
            ticks[i].time_ns -= tkg_random_below(random, 2) * 100000;
        }
    }
}

/* Sessions of some 50 ticks; other flags stay as they are. */
static void mark_sessions(struct tkg_random *random, struct tkg_tick *ticks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const bool is_start = tkg_random_below(random, 50) == 0;
        ticks[i].flags = (uint16_t)((ticks[i].flags & ~1u) | is_start);
    }
}

/* Now and then a tick comes twice, once or more, refused ones too. */
static void repeat_some(struct tkg_random *random, struct tkg_tick *ticks, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (tkg_random_below(random, 30) == 0) {
            ticks[i] = ticks[i - 1];
        }
    }
}

/* One price a side that nothing moves, whose lots come and go: orders of ours stand in the midst of
 * them, and what was cancelled has to be shared. Trades are small, so that queues live long. */
static void make_crowd(struct tkg_random *random, uint32_t book, struct tkg_tick *ticks,
                       size_t count)
{
    uint32_t lots[2] = {20, 20};
    for (size_t i = 0; i < count; i++) {
        const uint32_t side = i < 2 ? (uint32_t)i : tkg_random_below(random, 2);
        const int64_t time_ns = (int64_t)i * 1000;
        const int32_t price = 100 + (int32_t)side;
        if (i > 2 && tkg_random_below(random, 4) == 0) {
            const int32_t traded = (int32_t)draw(random, 1, 4);
            ticks[i] = reference_trade(time_ns, price, side == TKG_BOOK_BID ? -traded : traded);
            ticks[i].flags = side == TKG_BOOK_ASK ? TKG_TICK_ASK_SIDE : 0;
            continue;
        }
        lots[side] = (uint32_t)draw(random, 4, 40);
        ticks[i] = reference_quote(time_ns, 100, 101, lots[0], lots[1]);
        if (book == TKG_BOOK_L2) {
            ticks[i] = (struct tkg_tick){.time_ns = time_ns,
                                         .kind = TKG_TICK_DEPTH,
                                         .bid_price = price,
                                         .bid_size = lots[side],
                                         .flags = side == TKG_BOOK_ASK ? TKG_TICK_ASK_SIDE : 0};
        }
    }
}

static void play_both(const struct reference_fixture *fixture, struct slow_simulation *slow,
                      const struct tkg_tick *ticks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        reference_fixture_feed(fixture, &ticks[i], 1, 1);
        slow_simulation_tick(slow, &ticks[i]);
        const struct tkg_engine_report report = reference_fixture_report(fixture);
        assert_int_equal(report.rejected_tick_count, slow->account.rejected_count);
        assert_int_equal(report.order_count, slow->account.order_count);
        assert_int_equal(report.fill_count, slow->account.fill_count);
        assert_int_equal(report.final_equity, slow_reference_equity(&slow->account));
    }
}

static void note_coverage(struct coverage *coverage, const struct slow_simulation *slow)
{
    coverage->fills += slow->account.fill_count;
    coverage->rejected_ticks += slow->account.rejected_count;
    coverage->repeated += slow->repeated_count;
    coverage->filtered += slow->filtered_count;
    coverage->entered += slow->minds[0].filter.count > 0 ? slow->account.fill_count : 0;
    for (size_t i = 0; i < slow->account.fill_count; i++) {
        coverage->maker_fills += slow->account.fills[i].is_maker;
    }
    for (size_t i = 0; i < slow->answer_count; i++) {
        coverage->answers[slow->answers[i].report.event]++;
    }
    for (size_t i = 0; i < slow->order_count; i++) {
        coverage->fired += slow->orders[i].was_fired;
    }
}

static void play_ticks(uint64_t seed, const char *text, uint32_t instrument_count,
                       const struct tkg_tick *ticks, size_t count, struct coverage *coverage)
{
    struct reference_fixture fixture = {.seed = seed};
    struct tkg_reference_parameters parameters;
    struct slow_simulation *slow = coverage->slow;
    assert_true(reference_fixture_open(&fixture, text, instrument_count));
    assert_true(tkg_reference_parameters_parse(&parameters, text, instrument_count, NULL, 0));
    slow_simulation_init(slow, &parameters, instrument_count, seed);
    play_both(&fixture, slow, ticks, count);
    const struct tkg_engine_report expected = slow_reference_report(&slow->account);
    const struct tkg_engine_report report = reference_fixture_report(&fixture);
    reference_fixture_assert_equal(&report, &expected);
    note_coverage(coverage, slow);
    slow_simulation_deinit(slow);
    reference_fixture_close(&fixture);
}

static void play_stream(uint64_t seed, uint32_t book, struct coverage *coverage)
{
    struct tkg_random random = {seed};
    struct tkg_tick ticks[TICK_COUNT_MAX];
    char text[PARAMETER_BYTES];
    const uint32_t instrument_count = 1 + tkg_random_below(&random, 3);
    const size_t count = 1 + tkg_random_below(&random, TICK_COUNT_MAX);
    draw_parameters(&random, book, text);
    if (book == TKG_BOOK_L1) {
        random_stream_make(&random, instrument_count, ticks, count);
    } else {
        make_levels(&random, book, instrument_count, ticks, count);
    }
    mark_sessions(&random, ticks, count);
    repeat_some(&random, ticks, count);
    play_ticks(seed, text, instrument_count, ticks, count, coverage);
}

static void play_streams(uint32_t book)
{
    struct coverage coverage = {.slow = calloc(1, sizeof *coverage.slow)};
    assert_non_null(coverage.slow);
    for (uint64_t seed = 0; seed < STREAM_COUNT; seed++) {
        play_stream(seed, book, &coverage);
    }
    print_message("%" PRIu64 " fills (%" PRIu64 " as maker), %" PRIu64 " accepted, %" PRIu64
                  " cancelled, %" PRIu64 " rejected, %" PRIu64 " stops fired, %" PRIu64
                  " ticks refused (%" PRIu64 " twice), %" PRIu64 " entries filtered, %" PRIu64
                  " filtered fills\n",
                  coverage.fills, coverage.maker_fills, coverage.answers[TKG_ORDER_ACCEPTED],
                  coverage.answers[TKG_ORDER_CANCELLED], coverage.answers[TKG_ORDER_REJECTED],
                  coverage.fired, coverage.rejected_ticks, coverage.repeated, coverage.filtered,
                  coverage.entered);
    assert_true(coverage.fills > 2000);
    assert_true(coverage.maker_fills > 400);
    assert_true(coverage.answers[TKG_ORDER_CANCELLED] > 1000);
    assert_true(coverage.answers[TKG_ORDER_REJECTED] > 500);
    assert_true(coverage.fired > 300);
    assert_true(coverage.filtered > 400);
    assert_true(coverage.entered > 150);
    assert_true(coverage.repeated > 500);
    free(coverage.slow);
}

/* A maker at the touch in a crowd: the only lots that move are ahead of its orders and behind. */
static void cancels_in_a_crowd_are_shared_like_in_the_slow_one(void **state)
{
    (void)state;
    struct coverage coverage = {.slow = calloc(1, sizeof *coverage.slow)};
    assert_non_null(coverage.slow);
    for (uint64_t seed = 0; seed < CROWD_COUNT; seed++) {
        struct tkg_random random = {seed};
        struct tkg_tick ticks[TICK_COUNT_MAX];
        char text[PARAMETER_BYTES];
        const uint32_t book = seed % 2 == 0 ? TKG_BOOK_L1 : TKG_BOOK_L2;
        snprintf(text, sizeof text,
                 "loop=general,book=%s,strategy=maker,latency_ns=0,skew_e3=0,queue=power,"
                 "queue_power=%" PRId64 ",size_lots=%" PRId64 ",max_position_lots=1000",
                 book == TKG_BOOK_L1 ? "l1" : "l2", draw(&random, 1, 3), draw(&random, 1, 3));
        make_crowd(&random, book, ticks, TICK_COUNT_MAX);
        play_ticks(seed, text, 1, ticks, TICK_COUNT_MAX, &coverage);
    }
    assert_true(coverage.maker_fills > 1000);
    assert_int_equal(coverage.fills, coverage.maker_fills);
    free(coverage.slow);
}

/* row: B22 */
static void simulation_on_quotes_equals_the_slow_one(void **state)
{
    (void)state;
    play_streams(TKG_BOOK_L1);
}

/* row: B22 */
static void simulation_on_depth_equals_the_slow_one(void **state)
{
    (void)state;
    play_streams(TKG_BOOK_L2);
}

/* row: B22 */
static void simulation_on_single_orders_equals_the_slow_one(void **state)
{
    (void)state;
    play_streams(TKG_BOOK_L3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simulation_on_quotes_equals_the_slow_one),
        cmocka_unit_test(simulation_on_depth_equals_the_slow_one),
        cmocka_unit_test(simulation_on_single_orders_equals_the_slow_one),
        cmocka_unit_test(cancels_in_a_crowd_are_shared_like_in_the_slow_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
