/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory of this process and of the machine, and the peak of one phase of a process. -1 where the
 * machine does not say.
 */
#ifndef TKG_HOST_MEMORY_USAGE_H
#define TKG_HOST_MEMORY_USAGE_H

#include <stdint.h>

struct tkg_memory_usage {
    int64_t rss_bytes;       /* resident */
    int64_t vms_bytes;       /* address space, resident or not */
    int64_t available_bytes; /* of the machine: a container's own limit is not in it */
    int64_t total_bytes;     /* of the machine */
};

/* cost: about 20 us. */
void tkg_memory_usage_read(struct tkg_memory_usage *usage);

/* Fills rss_bytes and vms_bytes only, for who asks often. cost: about 3 us. */
void tkg_memory_usage_read_own(struct tkg_memory_usage *usage);

/* One phase: from begin to end, what was resident at most. Phases of one process must not overlap:
 * the kernel keeps one peak. */
struct tkg_memory_phase {
    int64_t base_bytes; /* resident when it began */
    int64_t peak_bytes; /* highest in it, base included (VmHWM); by end */
};

/* Where the kernel forbids to reset the peak, what came before the phase is part of its peak. */
void tkg_memory_phase_begin(struct tkg_memory_phase *phase);
void tkg_memory_phase_end(struct tkg_memory_phase *phase);

#endif
