/* SPDX-License-Identifier: Apache-2.0
 *
 * Printed by statistics_oracle.py, which says how; not to be edited. 34 digits after the
 * point.
 */
#ifndef TKG_TESTS_STATISTICS_TABLE_H
#define TKG_TESTS_STATISTICS_TABLE_H

#include <math.h>
#include <stdint.h>

/* Changes of equity over equal stretches: middle - width + random % (2 width + 1). */
struct series_row {
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
};

/* Fills: instrument, lots (against a position beyond lots_max), price and fee drawn in this order;
 * capital 1e9. */
struct fills_row {
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
};

/* clang-format off */
static const struct series_row series_table[] = {
    {"ordinary", 1, 250, INT64_C(0), INT64_C(10000),
     INT64_C(86400000000000), INT64_C(21772800000000000), INT64_C(89904),
     -5.0007958135558871155306553216640903E-1,
     -6.9937047590203301075149852740825264E-1,
     -5.0063641217298451681793913507741591E-1},
    {"mean_far_above_deviation", 2, 10000, INT64_C(1000000000000), INT64_C(3),
     INT64_C(60000000000), INT64_C(31536000000000000), INT64_C(0),
     3.6404328227413389932461431149332335E+14,
     NAN,
     NAN},
    {"changes_of_2_to_46", 3, 5000, INT64_C(0), INT64_C(70368744177664),
     INT64_C(60000000000), INT64_C(5896800000000000), INT64_C(5345655882473226),
     -4.3907127847109766729499725477664605E+0,
     -6.1575354240389175866479591629072387E+0,
     -1.0551091059848032068689070019015965E+1},
    {"two_returns", 4, 2, INT64_C(5), INT64_C(1000),
     INT64_C(1), INT64_C(7), INT64_C(901),
     7.3796014557908225621854319347394629E-2,
     1.5365296704843044535693529755350979E-1,
     2.8745837957824639289678135405105438E-1},
    {"hundred_thousand", 5, 100000, INT64_C(-3), INT64_C(1000),
     INT64_C(1000000000), INT64_C(31536000000000000), INT64_C(241462),
     -1.7903933836809590024154765042998003E+1,
     -2.5253749572467641948145452409758136E+1,
     -2.4024026637731817014685540581954925E+2},
    {"constant", 6, 1000, INT64_C(1), INT64_C(0),
     INT64_C(1000000000), INT64_C(31536000000000000), INT64_C(0),
     NAN,
     NAN,
     NAN},
    {"all_losses", 7, 300, INT64_C(-50), INT64_C(40),
     INT64_C(3600000000000), INT64_C(31536000000000000), INT64_C(15060),
     -1.9682928030135811780820676429092293E+2,
     -8.4551322704994225275920678209389854E+1,
     -2.9200000000000000000000000000000000E+1},
    {"all_gains", 8, 300, INT64_C(50), INT64_C(40),
     INT64_C(3600000000000), INT64_C(31536000000000000), INT64_C(0),
     2.0019228611451841308103358882977170E+2,
     NAN,
     NAN},
    {"one_return", 9, 1, INT64_C(-70), INT64_C(10),
     INT64_C(1000000000), INT64_C(31536000000000000), INT64_C(61),
     NAN,
     -5.6156922992628433362932474107558145E+3,
     -3.1536000000000000000000000000000000E+7},
};

static const struct fills_row fills_table[] = {
    {"small", 11, 40, 1, 3,
     INT64_C(100), 10, INT64_C(0), 50,
     6, 1,
     3.3234909563566488497468189249975053E-1,
     7.3900000000000000000000000000000000E-2},
    {"flips_and_rebates", 12, 3000, 3, 20,
     INT64_C(1000), 200, INT64_C(-5000), 20000,
     579, 281,
     1.0898662704535815661091248249568322E+0,
     3.3420855000000000000000000000000000E+2},
    {"great_prices", 13, 2000, 5, 900,
     INT64_C(2147478648), 4000, INT64_C(0), 1000000000,
     395, 156,
     5.2663834194542277466505640687057880E-1,
     1.9272908283772170000000000000000000E+10},
    {"cheap", 14, 5000, 2, 2,
     INT64_C(1), 3, INT64_C(0), 1,
     1032, 394,
     1.1069767441860465116279069767441860E+0,
     1.3991000000000000000000000000000000E-1},
};
/* clang-format on */

#endif
