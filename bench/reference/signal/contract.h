/* SPDX-License-Identifier: Apache-2.0
 *
 * What a caller within the core must hold to. A breach is a bug of the core, never of a user's
 * parameters or ticks, which are checked before: the process ends there, in every build.
 */
#ifndef TKG_REFERENCE_CONTRACT_H
#define TKG_REFERENCE_CONTRACT_H

#define TKG_REFERENCE_MUST(condition) ((condition) ? (void)0 : __builtin_trap())

#endif
