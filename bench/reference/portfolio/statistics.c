/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/statistics.h"

#include <math.h>
#include <string.h>

#include "signal/contract.h"

/* engine.h: money is in ticks x lots x 1e4. */
enum { MONEY_PER_TICK_LOT = 10000 };

size_t tkg_portfolio_bytes(uint32_t instrument_count)
{
    return instrument_count * sizeof(struct tkg_portfolio_position);
}

void tkg_portfolio_init(struct tkg_portfolio *portfolio,
                        const struct tkg_portfolio_options *options, uint32_t instrument_count,
                        void *memory)
{
    TKG_REFERENCE_MUST(options->stretch_ns >= 1 && options->year_ns >= 1 && options->capital >= 0);
    TKG_REFERENCE_MUST(options->pause_ns == 0 || options->pause_ns >= options->stretch_ns);
    *portfolio = (struct tkg_portfolio){
        .options = *options, .positions = memory, .instrument_count = instrument_count};
    tkg_portfolio_reset(portfolio);
}

void tkg_portfolio_reset(struct tkg_portfolio *portfolio)
{
    *portfolio = (struct tkg_portfolio){.stretch_end_ns = INT64_MIN,
                                        .options = portfolio->options,
                                        .positions = portfolio->positions,
                                        .instrument_count = portfolio->instrument_count};
    memset(portfolio->positions, 0, tkg_portfolio_bytes(portfolio->instrument_count));
}

/* A stretch of count stretches begins at time_ns, or the end of time comes first. */
static void begin_stretch(struct tkg_portfolio *portfolio, int64_t time_ns, int64_t stretch_ns)
{
    if (__builtin_add_overflow(time_ns, stretch_ns, &portfolio->stretch_end_ns)) {
        portfolio->stretch_end_ns = INT64_MAX;
    }
    portfolio->stretch_equity = portfolio->equity;
}

/* One return: the change of equity since the stretch began. */
static void add_return(struct tkg_portfolio *portfolio)
{
    const int64_t change = portfolio->equity - portfolio->stretch_equity;
    const tkg_unsigned_wide square = tkg_wide_square(change);
    portfolio->return_count++;
    portfolio->change_sum += change;
    portfolio->has_overflowed |=
        __builtin_add_overflow(portfolio->change_squares, square, &portfolio->change_squares);
    portfolio->fall_squares += change < 0 ? square : 0; /* never more than change_squares */
}

void tkg_portfolio_end_stretches(struct tkg_portfolio *portfolio, int64_t time_ns)
{
    const struct tkg_portfolio_options *options = &portfolio->options;
    if (portfolio->stretch_end_ns == INT64_MAX) {
        return; /* no whole stretch is left in int64 */
    }
    if (portfolio->stretch_end_ns == INT64_MIN) {
        begin_stretch(portfolio, time_ns, options->stretch_ns);
        return;
    }
    add_return(portfolio);
    const uint64_t pause_ns = (uint64_t)time_ns - (uint64_t)portfolio->last_ns;
    if (options->pause_ns > 0 && pause_ns > (uint64_t)options->pause_ns) {
        begin_stretch(portfolio, time_ns, options->stretch_ns);
        return;
    }
    /* Stretches without a tick are returns of zero: they count, and add nothing to any sum. */
    const uint64_t past_ns = (uint64_t)time_ns - (uint64_t)portfolio->stretch_end_ns;
    portfolio->return_count += past_ns / (uint64_t)options->stretch_ns;
    const uint64_t into_ns = past_ns % (uint64_t)options->stretch_ns;
    begin_stretch(portfolio, time_ns - (int64_t)into_ns, options->stretch_ns);
}

static void end_trip(struct tkg_portfolio *portfolio, struct tkg_portfolio_position *position)
{
    const tkg_wide profit = position->trip_profit;
    portfolio->round_trip_count++;
    if (profit > 0) {
        portfolio->winning_trip_count++;
        portfolio->gross_profit += (tkg_unsigned_wide)profit;
    } else {
        portfolio->gross_loss += (tkg_unsigned_wide)-profit;
    }
    position->trip_profit = 0;
}

static void open_lots(struct tkg_portfolio_position *position, int64_t lots, int64_t price,
                      int64_t fee)
{
    position->lots += lots;
    position->cost += lots * price * MONEY_PER_TICK_LOT;
    position->trip_profit -= fee;
}

/* lots: against the position, at most all of it. */
static void close_lots(struct tkg_portfolio *portfolio, struct tkg_portfolio_position *position,
                       int64_t lots, int64_t price, int64_t fee)
{
    /* At average cost; the last lots take what rounding left, so that a trip's sum is exact. */
    const int64_t cost = (int64_t)((tkg_wide)position->cost * -lots / position->lots);
    const int64_t profit = -lots * price * MONEY_PER_TICK_LOT - cost;
    position->lots += lots;
    position->cost -= cost;
    position->trip_profit += (tkg_wide)profit - fee;
    portfolio->realised_profit += profit;
    if (position->lots == 0) {
        end_trip(portfolio, position);
    }
}

void tkg_portfolio_fill(struct tkg_portfolio *portfolio, uint32_t instrument_id, int64_t lots,
                        int64_t price, int64_t fee)
{
    TKG_REFERENCE_MUST(instrument_id < portfolio->instrument_count && lots != 0 && price > 0);
    struct tkg_portfolio_position *position = &portfolio->positions[instrument_id];
    const uint64_t traded_lots = (uint64_t)(lots < 0 ? -lots : lots);
    portfolio->traded += (tkg_unsigned_wide)traded_lots * (uint64_t)price * MONEY_PER_TICK_LOT;
    portfolio->fees += fee;
    if (position->lots == 0 || (position->lots > 0) == (lots > 0)) {
        open_lots(position, lots, price, fee);
        return;
    }
    /* Against the position: closes at most all of it. What a flip opens bears its part of the fee.
     */
    const bool is_flip = lots > 0 ? lots > -position->lots : -lots > position->lots;
    const int64_t closing = is_flip ? -position->lots : lots;
    const int64_t closing_fee = (int64_t)((tkg_wide)fee * closing / lots);
    close_lots(portfolio, position, closing, price, closing_fee);
    if (is_flip) {
        open_lots(position, lots - closing, price, fee - closing_fee);
    }
}

/* numerator / denominator; NaN where there is nothing to divide by. */
static double ratio(double numerator, double denominator)
{
    return denominator > 0 ? numerator / denominator : NAN;
}

/* Sum of the squared distances of all changes from their mean. With m the integer nearest to the
 * mean it is sum (change - m)^2 - rest^2 / n, rest = sum (change - m). The first term is exact: it
 * is at most change_squares, so it is right modulo 2^128. And at least twice the second: each
 * square is at least |change - m|, and |rest| <= n / 2. So the subtraction costs one bit at most.
 */
static double squared_distances(const struct tkg_portfolio *portfolio)
{
    const tkg_wide count = portfolio->return_count;
    const tkg_wide middle = tkg_wide_divide(portfolio->change_sum, count);
    const tkg_wide rest = portfolio->change_sum - count * middle;
    const tkg_unsigned_wide shift =
        (tkg_unsigned_wide)middle * (tkg_unsigned_wide)(portfolio->change_sum + rest);
    const tkg_unsigned_wide around = portfolio->change_squares - shift;
    return (double)around - (double)rest * (double)rest / (double)count;
}

/* Mean over deviation, both per stretch, then per year. Without a risk-free rate. */
static void set_ratios(const struct tkg_portfolio *portfolio, struct tkg_engine_portfolio *result)
{
    const double count = (double)portfolio->return_count;
    const double stretches_per_year =
        (double)portfolio->options.year_ns / (double)portfolio->options.stretch_ns;
    const double mean = (double)portfolio->change_sum / count;
    if (portfolio->return_count >= 2) {
        const double deviation = sqrt(squared_distances(portfolio) / (count - 1));
        result->sharpe = ratio(mean * sqrt(stretches_per_year), deviation);
    }
    const double downside = sqrt((double)portfolio->fall_squares / count);
    result->sortino = ratio(mean * sqrt(stretches_per_year), downside);
    result->calmar = ratio(mean * stretches_per_year, (double)portfolio->drawdown_max);
}

void tkg_portfolio_result(const struct tkg_portfolio *portfolio,
                          struct tkg_engine_portfolio *result)
{
    const double capital = (double)portfolio->options.capital;
    result->return_count = portfolio->return_count;
    result->round_trip_count = portfolio->round_trip_count;
    result->winning_trip_count = portfolio->winning_trip_count;
    result->sharpe = NAN;
    result->sortino = NAN;
    result->calmar = NAN;
    if (portfolio->return_count > 0 && !portfolio->has_overflowed) {
        set_ratios(portfolio, result);
    }
    result->profit_factor = ratio((double)portfolio->gross_profit, (double)portfolio->gross_loss);
    result->turnover = ratio((double)portfolio->traded, capital);
    result->max_drawdown_share = ratio((double)portfolio->drawdown_max, capital);
}
