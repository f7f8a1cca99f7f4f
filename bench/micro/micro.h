/* SPDX-License-Identifier: Apache-2.0
 *
 * Micro-benchmarks of the harness and the reference core: one file and one function per room, each
 * registering its benchmarks as "<room>/<function>[/<case>]". `make micro` runs them all; every
 * google-benchmark flag works (docs/benchmark-shim.md).
 *
 * What one iteration is, is said by items_per_second: a value, a tick, a message. Inputs are made
 * before the loop, from fixed seeds.
 */
#ifndef TKG_MICRO_H
#define TKG_MICRO_H

#include <stddef.h>
#include <stdint.h>

#include <tickgate/benchmark.h>
#include <tickgate/engine.h>

void tkg_micro_register_config(void);
void tkg_micro_register_host(void);
void tkg_micro_register_reference(void);
void tkg_micro_register_report(void);
void tkg_micro_register_sample(void);
void tkg_micro_register_stats(void);
void tkg_micro_register_tick(void);
void tkg_micro_register_trace(void);

/* A stretch of a stream in memory: ticks [0, tick_count) of "synthetic:..." with seed 42. NULL
 * after tkg_state_skip_with_error(). The caller frees it. */
struct tkg_tick *tkg_micro_ticks(struct tkg_state *state, const char *stream, size_t tick_count);

#endif
