/* SPDX-License-Identifier: Apache-2.0
 *
 * The reference backtest core as a built-in engine: what tkg_engine_entry() is in a plugin.
 *
 * The core replays L1 ticks of several instruments through one of two strategies (an EMA-cross
 * taker, a two-quote maker) and keeps orders, queue, fills, fees, positions and equity. It sees
 * <tickgate/engine.h> only, as a user's engine does. Parameters: reference_parameters.h. Rules of
 * matching and the money unit: docs/decisions/0030 and 0031.
 */
#ifndef TKG_REFERENCE_H
#define TKG_REFERENCE_H

#include <stdint.h>

#include <tickgate/engine.h>

/* The table of the reference core, or NULL for a host of another ABI version. */
const struct tkg_engine_ops *tkg_reference_entry(uint32_t host_abi_version);

#endif
