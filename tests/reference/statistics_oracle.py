#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Expected values of test_statistics.c, from exact fractions and 60-digit decimals.

    python3 tests/reference/statistics_oracle.py > tests/reference/statistics_table.h

Shares no code with the core. Series come from Knuth's MMIX generator, so that the test can make
them again. Definitions: docs/decisions/0038.
"""
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60
DIGITS = 34
DAY_NS = 86400 * 10**9
CALENDAR_NS = 365 * DAY_NS
SESSIONS_NS = 252 * 23400 * 10**9

# name, seed, number of changes, middle, half width, stretch_ns, year_ns
SERIES = [
    ("ordinary", 1, 250, 0, 10000, DAY_NS, 252 * DAY_NS),
    ("mean_far_above_deviation", 2, 10000, 10**12, 3, 60 * 10**9, CALENDAR_NS),
    ("changes_of_2_to_46", 3, 5000, 0, 2**46, 60 * 10**9, SESSIONS_NS),
    ("two_returns", 4, 2, 5, 1000, 1, 7),
    ("hundred_thousand", 5, 100000, -3, 1000, 10**9, CALENDAR_NS),
    ("constant", 6, 1000, 1, 0, 10**9, CALENDAR_NS),
    ("all_losses", 7, 300, -50, 40, 3600 * 10**9, CALENDAR_NS),
    ("all_gains", 8, 300, 50, 40, 3600 * 10**9, CALENDAR_NS),
    ("one_return", 9, 1, -70, 10, 10**9, CALENDAR_NS),
]
# name, seed, number of fills, instruments, greatest lots, least price, span of prices, least fee,
# span of fees
FILLS = [
    ("small", 11, 40, 1, 3, 100, 10, 0, 50),
    ("flips_and_rebates", 12, 3000, 3, 20, 1000, 200, -5000, 20000),
    ("great_prices", 13, 2000, 5, 900, 2**31 - 5000, 4000, 0, 10**9),
    ("cheap", 14, 5000, 2, 2, 1, 3, 0, 1),
]


def random_numbers(seed):
    """62 bits each: the upper halves of two steps."""
    state = seed
    while True:
        halves = []
        for _ in range(2):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            halves.append(state >> 33)
        yield halves[0] << 31 | halves[1]


def decimal(fraction):
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def text(value):
    return "NAN" if value is None else f"{value:.{DIGITS}E}"


def ratio(numerator, denominator):
    return numerator / denominator if denominator > 0 else None


def series_row(name, seed, count, middle, width, stretch_ns, year_ns):
    random = random_numbers(seed)
    changes = [middle - width + next(random) % (2 * width + 1) for _ in range(count)]
    mean = Fraction(sum(changes), count)
    per_year = Fraction(year_ns, stretch_ns)
    scaled = decimal(mean) * decimal(per_year).sqrt()
    sharpe = None
    if count >= 2:
        variance = sum((change - mean) ** 2 for change in changes) / (count - 1)
        sharpe = ratio(scaled, decimal(variance).sqrt())
    below = Fraction(sum(change**2 for change in changes if change < 0), count)
    sortino = ratio(scaled, decimal(below).sqrt())
    equity = peak = drawdown = 0
    for change in changes:
        equity += change
        peak = max(peak, equity)
        drawdown = max(drawdown, peak - equity)
    calmar = ratio(decimal(mean * per_year), Decimal(drawdown))
    return (
        f'    {{"{name}", {seed}, {count}, INT64_C({middle}), INT64_C({width}),\n'
        f"     INT64_C({stretch_ns}), INT64_C({year_ns}), INT64_C({drawdown}),\n"
        f"     {text(sharpe)},\n     {text(sortino)},\n     {text(calmar)}}},"
    )


def fills_row(name, seed, count, instruments, lots_max, price_min, prices, fee_min, fees):
    random = random_numbers(seed)
    position = [0] * instruments
    profit = [0] * instruments
    trips = []
    traded = 0
    for _ in range(count):
        who = next(random) % instruments
        lots = next(random) % (2 * lots_max + 1) - lots_max or 1
        price = price_min + next(random) % prices
        fee = fee_min + next(random) % fees
        traded += abs(lots) * price * 10000
        before = position[who]
        if before * lots > 0 and abs(before) > lots_max:
            lots = -lots  # keeps positions near zero
        if before * lots < 0 and abs(lots) >= abs(before):  # back to flat, perhaps further
            part = int(Fraction(fee * abs(before), abs(lots)))  # towards zero
            trips.append(profit[who] + before * price * 10000 - part)
            left = before + lots
            profit[who] = -left * price * 10000 - (fee - part)
        else:
            profit[who] += -lots * price * 10000 - fee
        position[who] = before + lots
    gain = sum(trip for trip in trips if trip > 0)
    loss = -sum(trip for trip in trips if trip < 0)
    factor = ratio(decimal(Fraction(gain)), Decimal(loss))
    turnover = decimal(Fraction(traded, 10**9))
    return (
        f'    {{"{name}", {seed}, {count}, {instruments}, {lots_max},\n'
        f"     INT64_C({price_min}), {prices}, INT64_C({fee_min}), {fees},\n"
        f"     {len(trips)}, {sum(trip > 0 for trip in trips)},\n"
        f"     {text(factor)},\n     {text(turnover)}}},"
    )


print(
    f"""/* SPDX-License-Identifier: Apache-2.0
 *
 * Printed by statistics_oracle.py, which says how; not to be edited. {DIGITS} digits after the
 * point.
 */
#ifndef TKG_TESTS_STATISTICS_TABLE_H
#define TKG_TESTS_STATISTICS_TABLE_H

#include <math.h>
#include <stdint.h>

/* Changes of equity over equal stretches: middle - width + random % (2 width + 1). */
struct series_row {{
    const char *name;
    uint64_t seed;
    uint32_t count;
    int64_t middle;
    int64_t width;
    int64_t stretch_ns;
    int64_t year_ns;
    int64_t drawdown;
    double sharpe;
    double sortino;
    double calmar;
}};

/* Fills: instrument, lots (against a position beyond lots_max), price and fee drawn in this order;
 * capital 1e9. */
struct fills_row {{
    const char *name;
    uint64_t seed;
    uint32_t count;
    uint32_t instrument_count;
    uint32_t lots_max;
    int64_t price_min;
    uint32_t prices;
    int64_t fee_min;
    uint32_t fees;
    uint64_t trips;
    uint64_t wins;
    double profit_factor;
    double turnover;
}};

/* clang-format off */
static const struct series_row series_table[] = {{"""
)
for case in SERIES:
    print(series_row(*case))
print("};\n\nstatic const struct fills_row fills_table[] = {")
for case in FILLS:
    print(fills_row(*case))
print("};\n/* clang-format on */\n\n#endif")
