/* SPDX-License-Identifier: Apache-2.0
 *
 * One short word for "measured under the same conditions". Private to this room.
 */
#ifndef TKG_HOST_FINGERPRINT_HASH_H
#define TKG_HOST_FINGERPRINT_HASH_H

#include "host/fingerprint.h"

/* Fills fingerprint->hash (16 hexadecimal digits) from what must be equal before two runs may be
 * compared: CPU model, architecture, usable CPUs, kernel major.minor, libc, compiler, build type,
 * governor, hypervisor. Why these: docs/decisions/0012-fingerprint-hash.md. */
void tkg_fingerprint_hash(struct tkg_fingerprint *fingerprint);

#endif
