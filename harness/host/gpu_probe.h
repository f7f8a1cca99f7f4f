/* SPDX-License-Identifier: Apache-2.0
 *
 * Asks the driver's library in a process of its own before it is loaded beside an engine: one that
 * crashes or hangs when it starts would be told as the engine's doing.
 */
#ifndef TKG_HOST_GPU_PROBE_H
#define TKG_HOST_GPU_PROBE_H

#include <stdbool.h>
#include <stdint.h>

/* Opens the library of tkg_gpus_open() in a child and reads every device once.
 * limit_ns  > 0: how long it may take
 * reason    TKG_GPU_REASON_BYTES bytes: what the library did, when false is returned; else ""
 * returns   false when the child crashed, ended or did not answer in time. A library that is not
 *           there, or says what it lacks, is none of these.
 * threads   any; the child lives no longer than the call, unless the kernel cannot kill it
 * cost      about 1 ms more than tkg_gpus_open() */
bool tkg_gpus_probe(int64_t limit_ns, char *reason);

#endif
