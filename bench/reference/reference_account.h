/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills, fees, cash, positions and the digest of the reference core. Off the common path.
 */
#ifndef TKG_REFERENCE_ACCOUNT_H
#define TKG_REFERENCE_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "reference_state.h"

struct tkg_reference_fill {
    int64_t time_ns;
    uint32_t instrument_id;
    int32_t lots; /* bought > 0, sold < 0; never 0 */
    int32_t price;
    bool is_maker;
};

/* Books one fill at the market's present quote; equity is that of core->run. Cash that would leave
 * +-2^61 sets has_overflowed, and nothing is booked any more. */
void tkg_reference_book_fill(struct tkg_reference *core, struct tkg_reference_market *market,
                             const struct tkg_reference_fill *fill);

/* Fee of a fill, in money: rounded up, against the strategy; negative is a rebate. */
int64_t tkg_reference_fee(int64_t price, int64_t lots, int64_t fee_e6);

/* One step of the digest. */
uint64_t tkg_reference_mix(uint64_t digest, uint64_t value);

/* The digest of the whole run so far. */
uint64_t tkg_reference_digest(const struct tkg_reference *core);

#endif
