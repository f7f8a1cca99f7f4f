/* SPDX-License-Identifier: Apache-2.0
 *
 * Portfolio statistics: by hand, against statistics_oracle.py (exact fractions, 60-digit decimals),
 * and against a slow second implementation that keeps every tick and every single lot.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "portfolio/statistics.h"
#include "statistics_table.h"

enum { INSTRUMENTS_MAX = 5, STREAMS = 1500, TICKS_MAX = 400, LOTS_MAX = 6 };

static struct tkg_portfolio portfolio;
static struct tkg_portfolio_position positions[INSTRUMENTS_MAX];

static void start(const struct tkg_portfolio_options *options)
{
    assert_true(tkg_portfolio_bytes(INSTRUMENTS_MAX) <= sizeof positions);
    tkg_portfolio_init(&portfolio, options, INSTRUMENTS_MAX, positions);
}

/* Stretches of 10 ns, 1,000 of them in a year, capital 1,000,000. */
static void start_plain(void)
{
    const struct tkg_portfolio_options options = {
        .stretch_ns = 10, .year_ns = 10000, .capital = 1000000};
    start(&options);
}

static struct tkg_engine_portfolio result(void)
{
    struct tkg_engine_portfolio answer = {0};
    tkg_portfolio_result(&portfolio, &answer);
    return answer;
}

/* Equal to 1e-12 of the expected value; NaN expects NaN. */
static void assert_close(const char *what, double got, double expected)
{
    const bool is_close =
        isnan(expected) ? isnan(got) : fabs(got - expected) <= 1e-12 * fabs(expected);
    if (!is_close) {
        fail_msg("%s: %.17g instead of %.17g", what, got, expected);
    }
}

static uint64_t draw(uint64_t *state)
{
    uint64_t halves[2];
    for (size_t i = 0; i < 2; i++) {
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        halves[i] = *state >> 33;
    }
    return halves[0] << 31 | halves[1];
}

static void play_series(const struct series_row *row)
{
    const struct tkg_portfolio_options options = {.stretch_ns = row->stretch_ns,
                                                  .year_ns = row->year_ns};
    uint64_t state = row->seed;
    int64_t equity = 0;
    int64_t time_ns = 5; /* the first stretch begins with the first tick */
    start(&options);
    for (uint32_t i = 0; i < row->count; i++) {
        equity +=
            row->middle - row->width + (int64_t)(draw(&state) % (uint64_t)(2 * row->width + 1));
        tkg_portfolio_mark(&portfolio, time_ns, equity);
        time_ns += row->stretch_ns;
    }
    tkg_portfolio_mark(&portfolio, time_ns, equity); /* ends the last stretch */
}

/* row: D19 */
static void ratios_agree_with_exact_fractions(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof series_table / sizeof series_table[0]; i++) {
        const struct series_row *row = &series_table[i];
        play_series(row);
        const struct tkg_engine_portfolio got = result();
        assert_int_equal(got.return_count, row->count);
        assert_int_equal(portfolio.drawdown_max, row->drawdown);
        assert_close(row->name, got.sharpe, row->sharpe);
        assert_close(row->name, got.sortino, row->sortino);
        assert_close(row->name, got.calmar, row->calmar);
    }
}

static void play_fills(const struct fills_row *row)
{
    const struct tkg_portfolio_options options = {
        .stretch_ns = 1, .year_ns = 1, .capital = 1000000000};
    uint64_t state = row->seed;
    start(&options);
    for (uint32_t i = 0; i < row->count; i++) {
        const uint32_t who = (uint32_t)(draw(&state) % row->instrument_count);
        int64_t lots = (int64_t)(draw(&state) % (2 * row->lots_max + 1)) - row->lots_max;
        const int64_t price = row->price_min + (int64_t)(draw(&state) % row->prices);
        const int64_t fee = row->fee_min + (int64_t)(draw(&state) % row->fees);
        const int64_t before = portfolio.positions[who].lots;
        lots = lots == 0 ? 1 : lots;
        if (before * lots > 0 && llabs(before) > row->lots_max) {
            lots = -lots;
        }
        tkg_portfolio_fill(&portfolio, who, lots, price, fee);
    }
}

/* row: D19 */
static void round_trips_agree_with_exact_fractions(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fills_table / sizeof fills_table[0]; i++) {
        const struct fills_row *row = &fills_table[i];
        play_fills(row);
        const struct tkg_engine_portfolio got = result();
        assert_int_equal(got.round_trip_count, row->trips);
        assert_int_equal(got.winning_trip_count, row->wins);
        assert_close(row->name, got.profit_factor, row->profit_factor);
        assert_close(row->name, got.turnover, row->turnover);
    }
}

static void ratios_by_hand(void **state)
{
    (void)state;
    start_plain();
    /* Changes 30, -10, 40, -20: mean 10; distances 20, -20, 30, -30: sum of squares 2,600; sample
     * variance 2600 / 3. Falls 100 + 400 over 4: 125. 1,000 stretches a year. */
    const int64_t equities[] = {30, 20, 60, 40};
    for (int64_t i = 0; i < 4; i++) {
        tkg_portfolio_mark(&portfolio, 10 * i, equities[i]);
    }
    tkg_portfolio_mark(&portfolio, 40, 40);
    const struct tkg_engine_portfolio got = result();
    assert_int_equal(got.return_count, 4);
    assert_close("sharpe", got.sharpe, 10 * sqrt(1000) / sqrt(2600.0 / 3));
    assert_close("sortino", got.sortino, 10 * sqrt(1000) / sqrt(125));
    /* 10 x 1,000 a year over the fall from 60 to 40. */
    assert_close("calmar", got.calmar, 10000.0 / 20);
    assert_close("drawdown", got.max_drawdown_share, 20.0 / 1000000);
}

static void nothing_is_defined_without_ticks_and_fills(void **state)
{
    (void)state;
    start_plain();
    for (int round = 0; round < 2; round++) {
        const struct tkg_engine_portfolio got = result();
        assert_int_equal(got.return_count, 0);
        assert_true(isnan(got.sharpe) && isnan(got.sortino) && isnan(got.calmar));
        assert_true(isnan(got.profit_factor));
        assert_close("turnover", got.turnover, 0);
        assert_close("drawdown", got.max_drawdown_share, 0);
        tkg_portfolio_mark(&portfolio, 77, 0); /* one tick ends no stretch */
    }
}

static void without_capital_shares_are_not_defined(void **state)
{
    (void)state;
    const struct tkg_portfolio_options options = {.stretch_ns = 10, .year_ns = 10000};
    start(&options);
    tkg_portfolio_mark(&portfolio, 0, -5);
    tkg_portfolio_fill(&portfolio, 0, 1, 10, 0);
    assert_true(isnan(result().turnover));
    assert_true(isnan(result().max_drawdown_share));
}

static void constant_equity_has_returns_but_no_ratios(void **state)
{
    (void)state;
    start_plain();
    tkg_portfolio_mark(&portfolio, 0, 0);
    tkg_portfolio_mark(&portfolio, 100, 0);
    assert_int_equal(result().return_count, 10);
    assert_true(isnan(result().sharpe) && isnan(result().sortino) && isnan(result().calmar));
}

static void a_stretch_ends_with_the_equity_before_its_end(void **state)
{
    (void)state;
    start_plain();
    tkg_portfolio_mark(&portfolio, 3, 0);   /* stretches: [3, 13), [13, 23), ... */
    tkg_portfolio_mark(&portfolio, 12, 50); /* the last of the first stretch */
    tkg_portfolio_mark(&portfolio, 13, 90); /* belongs to the second */
    assert_int_equal(portfolio.return_count, 1);
    assert_true(portfolio.change_sum == 50);
    /* Ends [13, 23) with 90 - 50, and [23, 33) and [33, 43) with nothing: four in all. */
    tkg_portfolio_mark(&portfolio, 43, 90);
    assert_int_equal(portfolio.return_count, 4);
    assert_true(portfolio.change_sum == 90);
    assert_true(portfolio.change_squares == 50 * 50 + 40 * 40);
}

static void a_long_pause_ends_the_stretch_and_makes_no_returns(void **state)
{
    (void)state;
    const struct tkg_portfolio_options options = {
        .stretch_ns = 10, .year_ns = 10000, .pause_ns = 25};
    start(&options);
    tkg_portfolio_mark(&portfolio, 0, 7);
    tkg_portfolio_mark(&portfolio, 25, 7); /* 25 is not longer: [0, 10) and [10, 20) */
    assert_int_equal(portfolio.return_count, 2);
    tkg_portfolio_mark(&portfolio, 28, 9);
    tkg_portfolio_mark(&portfolio, 1000, 5); /* cuts [20, 30), whose change of 2 counts */
    assert_int_equal(portfolio.return_count, 3);
    assert_true(portfolio.change_sum == 9);
    tkg_portfolio_mark(&portfolio, 1009, 5); /* the new stretch: [1000, 1010) */
    assert_int_equal(portfolio.return_count, 3);
    tkg_portfolio_mark(&portfolio, 1010, 5); /* what the first tick after the pause brought */
    assert_int_equal(portfolio.return_count, 4);
    assert_true(portfolio.change_sum == 5);
}

static void drawdown_counts_from_the_start_and_between_stretches(void **state)
{
    (void)state;
    start_plain();
    tkg_portfolio_mark(&portfolio, 0, -300); /* from the 0 before the first tick */
    assert_int_equal(portfolio.drawdown_max, 300);
    tkg_portfolio_mark(&portfolio, 1, 500);
    tkg_portfolio_mark(&portfolio, 2, 100);
    tkg_portfolio_mark(&portfolio, 3, 500);
    assert_int_equal(portfolio.drawdown_max, 400);
    assert_close("drawdown", result().max_drawdown_share, 0.0004);
}

static void partial_closes_are_booked_at_average_cost(void **state)
{
    (void)state;
    start_plain();
    tkg_portfolio_fill(&portfolio, 1, 2, 100, 10);
    tkg_portfolio_fill(&portfolio, 1, 1, 103, 10); /* 3 lots at an average of 101 */
    tkg_portfolio_fill(&portfolio, 1, -2, 110, 10);
    assert_true(portfolio.realised_profit == 2 * 9 * 10000);
    assert_int_equal(positions[1].lots, 1);
    assert_int_equal(positions[1].cost, 1010000);
    assert_int_equal(portfolio.round_trip_count, 0); /* not flat yet */
    tkg_portfolio_fill(&portfolio, 1, -1, 100, 10);
    /* 220 + 100 - 200 - 103 = 17 ticks, less four fees. */
    assert_int_equal(portfolio.round_trip_count, 1);
    assert_true(portfolio.gross_profit == 170000 - 40);
    assert_true(portfolio.realised_profit == 170000);
    assert_true(portfolio.fees == 40);
    assert_close("turnover", result().turnover, (100 * 2 + 103 + 220 + 100) * 10000 / 1e6);
}

static void a_flip_ends_one_trip_and_begins_another(void **state)
{
    (void)state;
    start_plain();
    tkg_portfolio_fill(&portfolio, 0, -2, 100, 0);
    tkg_portfolio_fill(&portfolio, 0, 6, 90, 100); /* 2 close, 4 open: fee 33 and 67 */
    assert_int_equal(portfolio.round_trip_count, 1);
    assert_true(portfolio.gross_profit == 2 * 10 * 10000 - 33);
    assert_int_equal(positions[0].lots, 4);
    assert_int_equal(positions[0].cost, 3600000);
    tkg_portfolio_fill(&portfolio, 0, -4, 80, 0);
    assert_int_equal(portfolio.round_trip_count, 2);
    assert_int_equal(portfolio.winning_trip_count, 1);
    assert_true(portfolio.gross_loss == 4 * 10 * 10000 + 67);
    assert_close("factor", result().profit_factor, 199967.0 / 400067);
}

static void fees_turn_a_flat_trip_into_a_loss_and_rebates_into_a_gain(void **state)
{
    (void)state;
    start_plain();
    tkg_portfolio_fill(&portfolio, 0, 1, 50, 0);
    tkg_portfolio_fill(&portfolio, 0, -1, 50, 0); /* nothing gained: no win, no loss to divide by */
    assert_int_equal(result().winning_trip_count, 0);
    assert_true(isnan(result().profit_factor));
    tkg_portfolio_fill(&portfolio, 0, 1, 50, -3);
    tkg_portfolio_fill(&portfolio, 0, -1, 50, 0);
    assert_int_equal(result().winning_trip_count, 1);
    assert_true(isnan(result().profit_factor)); /* all wins */
    tkg_portfolio_fill(&portfolio, 0, 1, 50, 6);
    tkg_portfolio_fill(&portfolio, 0, -1, 50, 0);
    assert_int_equal(result().winning_trip_count, 1);
    assert_close("factor", result().profit_factor, 0.5);
}

static void changes_too_great_for_exact_sums_leave_no_ratios(void **state)
{
    (void)state;
    const int64_t top = INT64_C(1) << 62;
    start_plain();
    /* A change of 2^61, then of 2^62 each time: 2^122 + 15 x 2^124 fit 128 bits, one more does not.
     */
    for (int64_t i = 0; i <= 16; i++) {
        tkg_portfolio_mark(&portfolio, 10 * i, i % 2 ? -top / 2 : top / 2);
    }
    assert_int_equal(portfolio.return_count, 16);
    /* Up 2^61, then 8 times down and 7 times up 2^62: sum -2^61, mean -2^57; squares of distances
     * 15 x 2^124 + 2^122 - 2^122 / 16. */
    const double squares = 15 * ldexp(1, 124) + ldexp(1, 122) - ldexp(1, 118);
    assert_close("sharpe", result().sharpe, -ldexp(1, 57) * sqrt(1000) / sqrt(squares / 15));
    tkg_portfolio_mark(&portfolio, 170, 0);
    assert_int_equal(portfolio.return_count, 17);
    assert_true(isnan(result().sharpe) && isnan(result().sortino) && isnan(result().calmar));
}

static void the_whole_range_of_time_is_safe(void **state)
{
    (void)state;
    start_plain();
    tkg_portfolio_mark(&portfolio, INT64_MIN, 1);
    tkg_portfolio_mark(&portfolio, INT64_MAX, 2);
    /* 2^64 - 1 nanoseconds hold (2^64 - 1) / 10 whole stretches. */
    assert_true(result().return_count == UINT64_MAX / 10);
    tkg_portfolio_mark(&portfolio, INT64_MAX, 3); /* no end is left to reach */
    assert_true(result().return_count == UINT64_MAX / 10);
}

static void reset_equals_a_fresh_start(void **state)
{
    (void)state;
    start_plain();
    tkg_portfolio_mark(&portfolio, 0, 10);
    tkg_portfolio_mark(&portfolio, 100, -10);
    tkg_portfolio_fill(&portfolio, 2, 5, 5, 5);
    tkg_portfolio_reset(&portfolio);
    struct tkg_portfolio used = portfolio;
    assert_int_equal(positions[2].lots, 0);
    start_plain();
    assert_memory_equal(&used, &portfolio, sizeof used);
}

/* --- the slow implementation ---------------------------------------------------------------- */

struct slow_tick {
    int64_t time_ns;
    int64_t equity;
};

static struct slow_tick ticks[TICKS_MAX];
static size_t tick_count;

/* Equity after the last tick before time_ns; 0 before the first. */
static int64_t equity_before(int64_t time_ns)
{
    int64_t equity = 0;
    for (size_t i = 0; i < tick_count && ticks[i].time_ns < time_ns; i++) {
        equity = ticks[i].equity;
    }
    return equity;
}

static void assert_ratios(const long double *changes, size_t count, int64_t per_year)
{
    long double sum = 0;
    long double squares = 0;
    long double falls = 0;
    for (size_t i = 0; i < count; i++) {
        sum += changes[i];
        falls += changes[i] < 0 ? changes[i] * changes[i] : 0;
    }
    const long double mean = sum / (long double)count;
    for (size_t i = 0; i < count; i++) {
        squares += (changes[i] - mean) * (changes[i] - mean);
    }
    const struct tkg_engine_portfolio got = result();
    const long double root = sqrtl((long double)per_year);
    assert_int_equal(got.return_count, count);
    if (count >= 2 && squares > 0) {
        const long double deviation = sqrtl(squares / (long double)(count - 1));
        assert_close("sharpe", got.sharpe, (double)(mean * root / deviation));
    }
    if (falls > 0) {
        const long double downside = sqrtl(falls / (long double)count);
        assert_close("sortino", got.sortino, (double)(mean * root / downside));
    }
}

static void returns_of_random_streams_agree_with_a_walk_over_all_ticks(void **state)
{
    (void)state;
    struct tkg_random random = {20261121};
    static long double changes[TICKS_MAX * 64];
    for (int stream = 0; stream < STREAMS; stream++) {
        const int64_t stretch_ns = 1 + tkg_random_below(&random, 50);
        const uint32_t step = 1 + tkg_random_below(&random, 30);
        const struct tkg_portfolio_options options = {.stretch_ns = stretch_ns,
                                                      .year_ns = stretch_ns * 900};
        int64_t time_ns = (int64_t)tkg_random_below(&random, 1000) - 500;
        start(&options);
        tick_count = 1 + tkg_random_below(&random, TICKS_MAX);
        for (size_t i = 0; i < tick_count; i++) {
            ticks[i] = (struct slow_tick){time_ns, (int64_t)tkg_random_below(&random, 2000000)};
            tkg_portfolio_mark(&portfolio, time_ns, ticks[i].equity);
            time_ns += tkg_random_below(&random, step);
        }
        size_t count = 0;
        const int64_t last_ns = ticks[tick_count - 1].time_ns;
        for (int64_t from = ticks[0].time_ns; from + stretch_ns <= last_ns; from += stretch_ns) {
            assert_true(count < sizeof changes / sizeof changes[0]);
            const int64_t before = from == ticks[0].time_ns ? 0 : equity_before(from);
            changes[count++] = (long double)(equity_before(from + stretch_ns) - before);
        }
        if (count > 0) {
            assert_ratios(changes, count, 900);
        }
    }
}

/* Every lot on its own: cash of the trip in hand, ended when the position is back at zero. */
struct slow_trips {
    int64_t lots;
    int64_t cash;
    uint64_t trips;
    uint64_t wins;
    int64_t profit;
    int64_t loss;
};

static void end_slow_trip(struct slow_trips *slow)
{
    slow->trips++;
    slow->wins += slow->cash > 0;
    slow->profit += slow->cash > 0 ? slow->cash : 0;
    slow->loss += slow->cash < 0 ? -slow->cash : 0;
    slow->cash = 0;
}

static void fill_slowly(struct slow_trips *slow, int64_t lots, int64_t price, int64_t fee)
{
    const int64_t step = lots > 0 ? 1 : -1;
    const int64_t all = llabs(lots);
    int64_t fee_left = fee;
    for (int64_t i = 1; i <= all; i++) {
        slow->lots += step;
        slow->cash -= step * price * 10000;
        if (slow->lots == 0) { /* the lots so far bear their part of the fee, cut to a whole unit */
            const int64_t part = fee * i / all;
            slow->cash -= part;
            fee_left -= part;
            end_slow_trip(slow);
        }
    }
    slow->cash -= fee_left;
}

static void trips_of_random_fills_agree_with_single_lots(void **state)
{
    (void)state;
    struct tkg_random random = {7};
    for (int stream = 0; stream < STREAMS; stream++) {
        struct slow_trips slow = {0};
        start_plain();
        const uint32_t count = 1 + tkg_random_below(&random, 60);
        for (uint32_t i = 0; i < count; i++) {
            int64_t lots = (int64_t)tkg_random_below(&random, 2 * LOTS_MAX + 1) - LOTS_MAX;
            lots = lots == 0 ? 1 : lots;
            const int64_t price = 1 + tkg_random_below(&random, 90);
            const int64_t fee = (int64_t)tkg_random_below(&random, 400) - 100;
            fill_slowly(&slow, lots, price, fee);
            tkg_portfolio_fill(&portfolio, 3, lots, price, fee);
        }
        assert_int_equal(positions[3].lots, slow.lots);
        assert_int_equal(portfolio.round_trip_count, slow.trips);
        assert_int_equal(portfolio.winning_trip_count, slow.wins);
        assert_true(portfolio.gross_profit == (tkg_unsigned_wide)slow.profit);
        assert_true(portfolio.gross_loss == (tkg_unsigned_wide)slow.loss);
        /* What is open: its cost and the trip's profit so far make up the cash. */
        assert_true(positions[3].trip_profit - positions[3].cost == slow.cash);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratios_agree_with_exact_fractions),
        cmocka_unit_test(round_trips_agree_with_exact_fractions),
        cmocka_unit_test(ratios_by_hand),
        cmocka_unit_test(nothing_is_defined_without_ticks_and_fills),
        cmocka_unit_test(without_capital_shares_are_not_defined),
        cmocka_unit_test(constant_equity_has_returns_but_no_ratios),
        cmocka_unit_test(a_stretch_ends_with_the_equity_before_its_end),
        cmocka_unit_test(a_long_pause_ends_the_stretch_and_makes_no_returns),
        cmocka_unit_test(drawdown_counts_from_the_start_and_between_stretches),
        cmocka_unit_test(partial_closes_are_booked_at_average_cost),
        cmocka_unit_test(a_flip_ends_one_trip_and_begins_another),
        cmocka_unit_test(fees_turn_a_flat_trip_into_a_loss_and_rebates_into_a_gain),
        cmocka_unit_test(changes_too_great_for_exact_sums_leave_no_ratios),
        cmocka_unit_test(the_whole_range_of_time_is_safe),
        cmocka_unit_test(reset_equals_a_fresh_start),
        cmocka_unit_test(returns_of_random_streams_agree_with_a_walk_over_all_ticks),
        cmocka_unit_test(trips_of_random_fills_agree_with_single_lots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
