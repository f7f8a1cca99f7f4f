/* SPDX-License-Identifier: Apache-2.0
 *
 * Well-behaved, and tells how well it did: fixed figures, one of them not defined.
 */
#define MISBEHAVE_TABLE .name = "earning", .portfolio = earning_portfolio,
#include <math.h>

#include <tickgate/engine.h>

static int earning_portfolio(void *engine, struct tkg_engine_portfolio *portfolio);
#include "misbehaving.h"

static int earning_portfolio(void *engine, struct tkg_engine_portfolio *portfolio)
{
    (void)engine;
    portfolio->return_count = 252;
    portfolio->round_trip_count = 20;
    portfolio->winning_trip_count = 12;
    portfolio->sharpe = 1.25;
    portfolio->sortino = (double)NAN;
    portfolio->calmar = -0.5;
    portfolio->profit_factor = 1.75;
    portfolio->turnover = 340.0;
    portfolio->max_drawdown_share = 0.125;
    return TKG_ENGINE_OK;
}
