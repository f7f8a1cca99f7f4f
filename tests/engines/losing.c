/* SPDX-License-Identifier: Apache-2.0
 *
 * Its portfolio() fails.
 */
#define MISBEHAVE_TABLE .portfolio = losing_portfolio,
#include <tickgate/engine.h>

static int losing_portfolio(void *engine, struct tkg_engine_portfolio *portfolio);
#include "misbehaving.h"

static int losing_portfolio(void *engine, struct tkg_engine_portfolio *portfolio)
{
    (void)engine;
    (void)portfolio;
    return TKG_ENGINE_FAILED;
}
