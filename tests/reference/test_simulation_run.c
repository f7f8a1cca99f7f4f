/* SPDX-License-Identifier: Apache-2.0
 *
 * What the general simulation owes its host: one result at every batch size, with stages and
 * without, after a reset and on every machine; statistics; no memory after create.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tickgate/trace.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "random_book.h"
#include "random_stream.h"
#include "reference_fixture.h"
#include "slow_simulation.h"

/* The slow implementation takes the square of the time. */
enum {
    TICK_COUNT = 3000,
    GOLDEN_TICK_COUNT = 1000,
    INSTRUMENT_COUNT = 2,
    BOOK_KINDS = 3,
    TEXT_BYTES = 512
};

static const char *const books[BOOK_KINDS] = {"l1", "l2", "l3"};
/* The last one with all filters. */
#define FILTERED                                                                                   \
    "reversion,bar=tick,bar_size=3,rsi_length=2,rsi_limit_e3=60000,atr_length=2,atr_min_e3=100,"   \
    "vwap_side=1"
static const char *const strategies[] = {"taker", "maker", "reversion", "storm", FILTERED};
enum { STRATEGY_COUNT = sizeof strategies / sizeof strategies[0] };

static struct tkg_tick ticks[BOOK_KINDS][TICK_COUNT];

/* One stream for each kind of book, of instruments that take turns. */
static void make_levels(uint32_t book)
{
    static struct slow_book slow[INSTRUMENT_COUNT];
    struct random_book streams[INSTRUMENT_COUNT];
    for (uint32_t id = 0; id < INSTRUMENT_COUNT; id++) {
        slow_book_init(&slow[id], 256, 64);
        random_book_init(&streams[id], 6 + id);
        streams[id].far_percent = 0;
        streams[id].centre = 1000;
    }
    for (uint32_t i = 0; i < TICK_COUNT; i++) {
        const uint32_t id = i % INSTRUMENT_COUNT;
        struct tkg_tick *tick = &ticks[book][i];
        *tick = book == TKG_BOOK_L2 ? random_book_depth(&streams[id], &slow[id])
                                    : random_book_order(&streams[id], &slow[id]);
        tick->time_ns = (int64_t)i * 1000;
        tick->instrument_id = id;
        if (book == TKG_BOOK_L2) {
            slow_book_play_depth(&slow[id], tick);
        } else {
            slow_book_play_order(&slow[id], tick);
        }
    }
}

static int make_streams(void **state)
{
    (void)state;
    struct tkg_random random = {5};
    random_stream_make(&random, INSTRUMENT_COUNT, ticks[TKG_BOOK_L1], TICK_COUNT);
    make_levels(TKG_BOOK_L2);
    make_levels(TKG_BOOK_L3);
    return 0;
}

/* Every model at once. */
static void describe(char *text, uint32_t book, size_t strategy)
{
    snprintf(text, TEXT_BYTES,
             "loop=general,book=%s,strategy=%s,size_lots=3,max_position_lots=20,latency=jitter,"
             "jitter_ns=2000,latency_ns=1500,response_latency_ns=700,feed_latency_ns=100,"
             "queue=%s,impact_e3=300,slippage_spread_e3=200,taker_fee_lot_e3=10,fast_shift=1,"
             "slow_shift=3,threshold_e3=100,window_samples=8,sample_ns=0,entry_e3=1000,"
             "levels_max=64,orders_max=256,stretch_ns=50000,capital=100000000",
             books[book], strategies[strategy], book == TKG_BOOK_L3 ? "conservative" : "power");
}

static struct tkg_engine_report play(const struct reference_fixture *fixture, uint32_t book,
                                     size_t batch)
{
    fixture->ops->reset(fixture->engine);
    reference_fixture_feed(fixture, ticks[book], TICK_COUNT, batch);
    return reference_fixture_report(fixture);
}

/* Runs a check for each book and strategy. */
static void with_each(void (*check)(const char *text, uint32_t book))
{
    for (uint32_t book = 0; book < BOOK_KINDS; book++) {
        for (size_t strategy = 0; strategy < STRATEGY_COUNT; strategy++) {
            char text[TEXT_BYTES];
            describe(text, book, strategy);
            check(text, book);
        }
    }
}

static void check_batches(const char *text, uint32_t book)
{
    const size_t batches[] = {1, 7, 256, 4096};
    struct reference_fixture fixture = {.seed = 9};
    assert_true(reference_fixture_open(&fixture, text, INSTRUMENT_COUNT));
    const struct tkg_engine_report whole = play(&fixture, book, TICK_COUNT);
    assert_true(whole.fill_count > 10);
    for (size_t i = 0; i < sizeof batches / sizeof batches[0]; i++) {
        const struct tkg_engine_report report = play(&fixture, book, batches[i]);
        reference_fixture_assert_equal(&report, &whole);
    }
    assert_int_equal(fixture.allocation_count, 1);
    reference_fixture_close(&fixture);
}

/* row: B20 */
static void batches_of_1_to_4096_give_one_result(void **state)
{
    (void)state;
    with_each(check_batches);
}

static void check_stages(const char *text, uint32_t book)
{
    static struct tkg_stage_recorder recorder;
    struct reference_fixture plain = {.seed = 9};
    struct reference_fixture staged = {.seed = 9, .stages = &recorder};
    recorder = (struct tkg_stage_recorder){.struct_bytes = sizeof recorder};
    assert_true(reference_fixture_open(&plain, text, INSTRUMENT_COUNT));
    assert_true(reference_fixture_open(&staged, text, INSTRUMENT_COUNT));
    const struct tkg_engine_report a = play(&plain, book, 64);
    const struct tkg_engine_report b = play(&staged, book, 64);
    reference_fixture_assert_equal(&b, &a);
    assert_int_equal(recorder.current, TKG_STAGE_OTHER);
    reference_fixture_close(&plain);
    reference_fixture_close(&staged);
}

static void stages_change_no_result(void **state)
{
    (void)state;
    with_each(check_stages);
}

/* A host that asks for stages gets them from the same rules, also where a fast loop would do. */
static void stages_of_a_plain_run_change_no_result(void **state)
{
    (void)state;
    check_stages("strategy=maker,size_lots=3", TKG_BOOK_L1);
    check_stages("strategy=taker,fast_shift=1,slow_shift=3,threshold_e3=100", TKG_BOOK_L1);
}

/* Each stage is entered as often as what it stands for happens; the exclusive times add up to what
 * passed between the first entry and the last. */
/* row: D13 D14 D15 D16 D17 D18 */
static void every_stage_is_entered_when_its_work_is_done(void **state)
{
    (void)state;
    static struct tkg_stage_recorder recorder;
    struct reference_fixture fixture = {.seed = 9, .stages = &recorder};
    char text[TEXT_BYTES];
    describe(text, TKG_BOOK_L2, 0);
    recorder = (struct tkg_stage_recorder){.struct_bytes = sizeof recorder};
    assert_true(reference_fixture_open(&fixture, text, INSTRUMENT_COUNT));
    recorder.since = tkg_stage_counter();
    const uint64_t from = recorder.since;
    const struct tkg_engine_report report = play(&fixture, TKG_BOOK_L2, TICK_COUNT);
    const uint64_t *entries = recorder.entries;
    const uint64_t accepted = report.processed_tick_count - report.rejected_tick_count;
    assert_int_equal(entries[TKG_STAGE_MD_HANDLE], TICK_COUNT); /* all reach the book */
    assert_int_equal(entries[TKG_STAGE_ACCOUNT], accepted);
    assert_int_equal(entries[TKG_STAGE_STRATEGY_SIGNAL], entries[TKG_STAGE_DATA_FEATURES]);
    assert_in_range(entries[TKG_STAGE_ORDER_EXECUTE], accepted - 100, accepted);
    assert_int_equal(entries[TKG_STAGE_RISK_CHECK], report.order_count);
    assert_int_equal(entries[TKG_STAGE_ORDER_GENERATE], report.order_count);
    assert_int_equal(entries[TKG_STAGE_SETTLE], report.fill_count);
    assert_int_equal(entries[TKG_STAGE_SIM_SLIPPAGE], report.fill_count); /* a taker's fills */
    assert_int_equal(entries[TKG_STAGE_SIM_IMPACT], report.fill_count);
    uint64_t sum = 0;
    for (size_t i = 0; i < TKG_STAGE_MAX; i++) {
        sum += recorder.exclusive[i];
    }
    assert_int_equal(sum, recorder.since - from);
    reference_fixture_close(&fixture);
}

static uint64_t slow_digest(const char *text, uint32_t book)
{
    struct tkg_reference_parameters parameters;
    struct slow_simulation *slow = calloc(1, sizeof *slow);
    assert_non_null(slow);
    assert_true(tkg_reference_parameters_parse(&parameters, text, INSTRUMENT_COUNT, NULL, 0));
    slow_simulation_init(slow, &parameters, INSTRUMENT_COUNT, 9);
    for (size_t i = 0; i < GOLDEN_TICK_COUNT; i++) {
        slow_simulation_tick(slow, &ticks[book][i]);
    }
    const uint64_t digest = slow_reference_report(&slow->account).digest;
    slow_simulation_deinit(slow);
    free(slow);
    return digest;
}

static uint64_t fast_digest(const char *text, uint32_t book)
{
    struct reference_fixture fixture = {.seed = 9};
    assert_true(reference_fixture_open(&fixture, text, INSTRUMENT_COUNT));
    reference_fixture_feed(&fixture, ticks[book], GOLDEN_TICK_COUNT, 64);
    const uint64_t digest = reference_fixture_report(&fixture).digest;
    reference_fixture_close(&fixture);
    return digest;
}

/* Published values, of both implementations: no compiler, optimisation level or machine may change
 * them. A change of a rule does, and then the engine's version is raised. */
/* row: B20 B22 */
static void golden_digests(void **state)
{
    (void)state;
    static const uint64_t golden[BOOK_KINDS][STRATEGY_COUNT] = {
        {UINT64_C(0x728cbeb40857b0d4), UINT64_C(0x4f022dedd468d75e), UINT64_C(0xaa43f5be88a2f39f),
         UINT64_C(0x9d9685f06f458ba4), UINT64_C(0xdcb3c654ca78add8)},
        {UINT64_C(0x99b4f2358b45f5b4), UINT64_C(0xe8853b1a812924ad), UINT64_C(0x3d7099cf4093d1aa),
         UINT64_C(0x3a46d3169db09594), UINT64_C(0xf1b56b79ea2aa471)},
        {UINT64_C(0xd855cbcd8ee03258), UINT64_C(0x944026849523a5ce), UINT64_C(0x28f9ca77cf2f6c42),
         UINT64_C(0x4ae8fa73de1bd40d), UINT64_C(0x6fc2b12e10b6a50a)}};
    for (uint32_t book = 0; book < BOOK_KINDS; book++) {
        for (size_t strategy = 0; strategy < STRATEGY_COUNT; strategy++) {
            char text[TEXT_BYTES];
            describe(text, book, strategy);
            assert_int_equal(fast_digest(text, book), golden[book][strategy]);
            assert_int_equal(slow_digest(text, book), golden[book][strategy]);
        }
    }
}

/* Another seed draws other latencies and another storm; without either it changes nothing. */
static void seed_matters_where_something_is_drawn(void **state)
{
    (void)state;
    uint64_t digests[2][2];
    for (uint64_t seed = 0; seed < 2; seed++) {
        struct reference_fixture storm = {.seed = seed};
        struct reference_fixture calm = {.seed = seed};
        assert_true(reference_fixture_open(&storm, "strategy=storm", INSTRUMENT_COUNT));
        assert_true(reference_fixture_open(&calm, "strategy=maker,loop=general", INSTRUMENT_COUNT));
        digests[0][seed] = play(&storm, TKG_BOOK_L1, 64).digest;
        digests[1][seed] = play(&calm, TKG_BOOK_L1, 64).digest;
        reference_fixture_close(&storm);
        reference_fixture_close(&calm);
    }
    assert_int_not_equal(digests[0][0], digests[0][1]);
    assert_int_equal(digests[1][0], digests[1][1]);
}

static void check_reset(const char *text, uint32_t book)
{
    struct reference_fixture used = {.seed = 9};
    struct reference_fixture fresh = {.seed = 9};
    assert_true(reference_fixture_open(&used, text, INSTRUMENT_COUNT));
    assert_true(reference_fixture_open(&fresh, text, INSTRUMENT_COUNT));
    reference_fixture_feed(&used, ticks[book] + 1000, 1500, 64);
    used.ops->reset(used.engine);
    struct tkg_engine_report a = reference_fixture_report(&used);
    struct tkg_engine_report b = reference_fixture_report(&fresh);
    reference_fixture_assert_equal(&a, &b);
    reference_fixture_feed(&used, ticks[book], TICK_COUNT, 64);
    reference_fixture_feed(&fresh, ticks[book], TICK_COUNT, 64);
    a = reference_fixture_report(&used);
    b = reference_fixture_report(&fresh);
    reference_fixture_assert_equal(&a, &b);
    reference_fixture_close(&used);
    reference_fixture_close(&fresh);
}

static void reset_engine_equals_a_fresh_one(void **state)
{
    (void)state;
    with_each(check_reset);
}

/* L1 knows quotes and trades, L2 depth and trades, L3 messages of single orders. */
static void ticks_of_another_kind_of_book_are_refused(void **state)
{
    (void)state;
    const bool is_known[BOOK_KINDS][8] = {
        {true, true}, {false, true, true}, {false, false, false, true, true, true, true, true}};
    for (uint32_t book = 0; book < BOOK_KINDS; book++) {
        struct reference_fixture fixture = {0};
        char text[TEXT_BYTES];
        describe(text, book, 0);
        assert_true(reference_fixture_open(&fixture, text, 1));
        if (book == TKG_BOOK_L3) { /* something to modify, reduce, execute and delete */
            struct tkg_tick tick = {.kind = TKG_TICK_ORDER_ADD, .bid_price = 10, .bid_size = 9};
            tkg_tick_set_order_id(&tick, 5);
            reference_fixture_feed(&fixture, &tick, 1, 1);
        }
        const uint16_t order[] = {0, 1, 2, 3, 4, 5, 7, 6};
        for (size_t i = 0; i < 8; i++) {
            struct tkg_tick tick = {
                .kind = order[i], .bid_price = 10, .ask_price = 10, .bid_size = 1};
            if (book == TKG_BOOK_L3) {
                tkg_tick_set_order_id(&tick, order[i] == TKG_TICK_ORDER_ADD ? 6 : 5);
                tick.bid_size = order[i] == TKG_TICK_ORDER_MODIFY ? 9 : 1;
            }
            const uint64_t before = reference_fixture_report(&fixture).rejected_tick_count;
            reference_fixture_feed(&fixture, &tick, 1, 1);
            const uint64_t after = reference_fixture_report(&fixture).rejected_tick_count;
            assert_int_equal(after - before, is_known[book][order[i]] ? 0 : 1);
        }
        reference_fixture_close(&fixture);
    }
}

/* 256 reports have room; the 257th of one instrument at once is a failure, not a loss. The quotes
 * make two (both accepted), each trade one. */
static void more_reports_than_there_is_room_for_fail_the_run(void **state)
{
    (void)state;
    struct reference_fixture fixture = {0};
    struct tkg_engine_report report = {.struct_bytes = sizeof report};
    const char text[] =
        "strategy=maker,loop=general,size_lots=1000,latency_ns=0,response_latency_ns=10000000000";
    assert_true(reference_fixture_open(&fixture, text, 1));
    const struct tkg_tick quote = reference_quote(0, 100, 102, 0, 0);
    const struct tkg_tick trade = reference_trade(1, 100, -1);
    reference_fixture_feed(&fixture, &quote, 1, 1);
    reference_fixture_feed(&fixture, &quote, 1, 1);
    for (int i = 0; i < 254; i++) {
        reference_fixture_feed(&fixture, &trade, 1, 1);
    }
    assert_int_equal(fixture.ops->on_ticks(fixture.engine, &trade, 1), TKG_ENGINE_FAILED);
    assert_int_equal(fixture.ops->finish(fixture.engine, &report), TKG_ENGINE_FAILED);
    fixture.ops->reset(fixture.engine);
    reference_fixture_feed(&fixture, &quote, 1, 1);
    reference_fixture_close(&fixture);
}

/* ---- statistics ---- */

static struct tkg_engine_portfolio ask_portfolio(const struct reference_fixture *fixture)
{
    struct tkg_engine_portfolio portfolio = {.struct_bytes = sizeof portfolio};
    assert_int_equal(fixture->ops->portfolio(fixture->engine, &portfolio), TKG_ENGINE_OK);
    return portfolio;
}

static void check_portfolio(const char *text, uint32_t book)
{
    const size_t batches[] = {1, 7, 256, 4096};
    struct reference_fixture fixture = {.seed = 9};
    assert_true(reference_fixture_open(&fixture, text, INSTRUMENT_COUNT));
    play(&fixture, book, TICK_COUNT);
    const struct tkg_engine_portfolio whole = ask_portfolio(&fixture);
    assert_true(whole.return_count > 20);
    assert_true(whole.turnover > 0);
    for (size_t i = 0; i < sizeof batches / sizeof batches[0]; i++) {
        play(&fixture, book, batches[i]);
        const struct tkg_engine_portfolio portfolio = ask_portfolio(&fixture);
        assert_memory_equal(&portfolio, &whole, sizeof whole);
    }
    reference_fixture_close(&fixture);
}

static void statistics_are_the_same_at_every_batch_size(void **state)
{
    (void)state;
    with_each(check_portfolio);
}

static void statistics_of_fast_and_general_loop_are_the_same(void **state)
{
    (void)state;
    for (size_t strategy = 0; strategy < 2; strategy++) {
        struct tkg_engine_portfolio portfolios[2];
        for (size_t general = 0; general < 2; general++) {
            struct reference_fixture fixture = {0};
            char text[TEXT_BYTES];
            snprintf(text, sizeof text,
                     "strategy=%s,fast_shift=1,slow_shift=3,threshold_e3=100,latency_ns=900,"
                     "stretch_ns=50000,capital=100000000,loop=%s",
                     strategies[strategy], general ? "general" : "auto");
            assert_true(reference_fixture_open(&fixture, text, INSTRUMENT_COUNT));
            play(&fixture, TKG_BOOK_L1, 100);
            portfolios[general] = ask_portfolio(&fixture);
            reference_fixture_close(&fixture);
        }
        assert_true(portfolios[0].round_trip_count > 5);
        assert_memory_equal(&portfolios[0], &portfolios[1], sizeof portfolios[0]);
    }
}

/* A maker buys 1 at 100 within the first second and sells it at 102 within the third, with no fee.
 * Stretches of one second from the first quote at 0: equity 10,000 after the first (1 x (101 - 100)
 * ticks), 10,000 after the second, 20,000 after the third. Returns 10,000, 0, 10,000: mean
 * 6,666.67, standard deviation 5,773.50, 1.1547 a stretch; a year has 31,536,000: times 5,615.69.
 */
static void statistics_by_hand(void **state)
{
    (void)state;
    struct reference_fixture fixture = {0};
    assert_true(reference_fixture_open(&fixture,
                                       "strategy=maker,latency_ns=0,maker_fee_e6=0,skew_e3=0,"
                                       "stretch_ns=1000000000,capital=4040000",
                                       1));
    const int64_t second = 1000000000;
    const struct tkg_tick stream[] = {
        reference_quote(0, 100, 102, 5, 5),
        reference_quote(1, 100, 102, 5, 5),              /* both quotes rest */
        reference_trade(2, 99, -1),                      /* bought at 100 */
        reference_quote(2 * second + 5, 100, 102, 5, 5), /* quotes again */
        reference_trade(2 * second + 6, 103, 1),         /* sold at 102 */
        reference_quote(3 * second, 100, 102, 5, 5),
    };
    reference_fixture_feed(&fixture, stream, 6, 6);
    const struct tkg_engine_portfolio portfolio = ask_portfolio(&fixture);
    assert_int_equal(portfolio.return_count, 3);
    assert_int_equal(portfolio.round_trip_count, 1);
    assert_int_equal(portfolio.winning_trip_count, 1);
    assert_true(fabs(portfolio.sharpe - 1.154701 * 5615.692) < 0.1);
    assert_true(fabs(portfolio.turnover - (1000000.0 + 1020000.0) / 4040000.0) < 1e-12);
    assert_true(portfolio.max_drawdown_share == 0);
    reference_fixture_close(&fixture);
}

static void statistics_can_be_left_out(void **state)
{
    (void)state;
    struct reference_fixture with = {0};
    struct reference_fixture without = {0};
    struct tkg_engine_portfolio portfolio = {.struct_bytes = sizeof portfolio};
    assert_true(reference_fixture_open(&with, "strategy=maker", INSTRUMENT_COUNT));
    assert_true(reference_fixture_open(&without, "strategy=maker,statistics=0", INSTRUMENT_COUNT));
    const struct tkg_engine_report a = play(&with, TKG_BOOK_L1, 64);
    const struct tkg_engine_report b = play(&without, TKG_BOOK_L1, 64);
    reference_fixture_assert_equal(&b, &a);
    assert_int_equal(without.ops->portfolio(without.engine, &portfolio), TKG_ENGINE_OK);
    assert_int_equal(portfolio.struct_bytes, sizeof portfolio);
    assert_int_equal(portfolio.return_count, 0);
    assert_int_equal(portfolio.round_trip_count, 0);
    assert_int_equal(portfolio.winning_trip_count, 0);
    assert_true(isnan(portfolio.sharpe) && isnan(portfolio.sortino) && isnan(portfolio.calmar));
    assert_true(isnan(portfolio.profit_factor) && isnan(portfolio.turnover));
    assert_true(isnan(portfolio.max_drawdown_share));
    reference_fixture_close(&with);
    reference_fixture_close(&without);
}

static void older_host_gets_only_the_statistics_it_knows(void **state)
{
    (void)state;
    struct reference_fixture fixture = {0};
    struct tkg_engine_portfolio portfolio;
    assert_true(reference_fixture_open(&fixture, "", 1));
    memset(&portfolio, 0x5a, sizeof portfolio);
    portfolio.struct_bytes = offsetof(struct tkg_engine_portfolio, sharpe);
    assert_int_equal(fixture.ops->portfolio(fixture.engine, &portfolio), TKG_ENGINE_OK);
    assert_int_equal(portfolio.round_trip_count, 0);
    uint64_t untouched;
    memcpy(&untouched, &portfolio.sharpe, sizeof untouched);
    assert_int_equal(untouched, UINT64_C(0x5a5a5a5a5a5a5a5a));
    reference_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_of_1_to_4096_give_one_result),
        cmocka_unit_test(stages_change_no_result),
        cmocka_unit_test(stages_of_a_plain_run_change_no_result),
        cmocka_unit_test(every_stage_is_entered_when_its_work_is_done),
        cmocka_unit_test(golden_digests),
        cmocka_unit_test(seed_matters_where_something_is_drawn),
        cmocka_unit_test(reset_engine_equals_a_fresh_one),
        cmocka_unit_test(ticks_of_another_kind_of_book_are_refused),
        cmocka_unit_test(more_reports_than_there_is_room_for_fail_the_run),
        cmocka_unit_test(statistics_are_the_same_at_every_batch_size),
        cmocka_unit_test(statistics_of_fast_and_general_loop_are_the_same),
        cmocka_unit_test(statistics_by_hand),
        cmocka_unit_test(statistics_can_be_left_out),
        cmocka_unit_test(older_host_gets_only_the_statistics_it_knows),
    };
    return cmocka_run_group_tests(tests, make_streams, NULL);
}
