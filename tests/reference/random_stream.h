/* SPDX-License-Identifier: Apache-2.0
 *
 * Small random tick streams for tests: a few instruments, quotes and trades, and every fault that
 * an engine must refuse (crossed, bad price, unknown kind or instrument, time going back).
 */
#ifndef TKG_TESTS_RANDOM_STREAM_H
#define TKG_TESTS_RANDOM_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include <tickgate/engine.h>

#include "base/random.h"

enum { RANDOM_STREAM_INSTRUMENTS_MAX = 5 };

/* Fills ticks[0..count) for instrument_count (1 to 5) instruments. */
void random_stream_make(struct tkg_random *random, uint32_t instrument_count,
                        struct tkg_tick *ticks, size_t count);

#endif
