/* SPDX-License-Identifier: Apache-2.0
 *
 * A thread beside the measured one that reads, at equal intervals, what the process uses and what
 * its neighbours do. It allocates nothing while it runs and keeps off the measured processor where
 * the machine has another. What it uses itself is not in its figures.
 */
#ifndef TKG_MEASURE_SAMPLER_H
#define TKG_MEASURE_SAMPLER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/telemetry.h"

struct tkg_sampler;

struct tkg_sampler_request {
    int64_t interval_ns;  /* > 0: the longest; short trials get shorter ones (sample/telemetry.h) */
    int32_t measured_cpu; /* where the measured thread is pinned; -1: nowhere */
    int32_t sampler_cpu;  /* where to pin the sampler; -1: leave it where its creator is */
    bool wants_gpus;      /* open the driver's library: it costs memory and start-up time */
    const char *gpu_refusal; /* why it must not be opened although wanted; NULL or "": it may */
};

/* Prepares all memory, resets the peak of resident memory, starts the thread and waits for its
 * first sample. TKG_NO_MEMORY; TKG_SYSTEM when no thread can be made or pinned. */
enum tkg_status tkg_sampler_start(struct tkg_sampler **sampler,
                                  const struct tkg_sampler_request *request,
                                  struct tkg_error *err) TKG_MUST_CHECK;

/* Kernel id of the sampling thread: what it uses is not the measured one's. */
int32_t tkg_sampler_thread_id(const struct tkg_sampler *sampler);

/* Ends sampling and takes the readings at the end; once. */
void tkg_sampler_stop(struct tkg_sampler *sampler);

/* What was seen, after stop; the caller's to free. */
struct tkg_telemetry *tkg_sampler_take(struct tkg_sampler *sampler);

/* Stops first when that is still to be done. NULL does nothing. */
void tkg_sampler_destroy(struct tkg_sampler *sampler);

#endif
