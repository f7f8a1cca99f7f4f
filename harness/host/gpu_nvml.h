/* SPDX-License-Identifier: Apache-2.0
 *
 * NVIDIA devices, by the driver's own library (NVML), opened when asked for: neither the build nor
 * the machine needs it. What is not there is unknown with its reason, never 0.
 */
#ifndef TKG_HOST_GPU_NVML_H
#define TKG_HOST_GPU_NVML_H

#include <stddef.h>
#include <stdint.h>

/* Machines with more devices (DGX has 16) are read up to this many. */
enum { TKG_GPU_MAX = 16, TKG_GPU_NAME_BYTES = 64, TKG_GPU_REASON_BYTES = 160 };

struct tkg_gpu_reading {
    double busy_share_0to1; /* time with a kernel on the device, over the driver's last sampling
                               period (1/6 to 1 s); NaN when unknown */
    int64_t used_bytes;     /* by all processes; -1 when unknown, as below */
    int64_t total_bytes;
    int64_t process_bytes; /* by this process; 0 when it has nothing on the device */
};

struct tkg_gpus;

/* $TICKGATE_NVML when set, else libnvidia-ml.so.1. */
const char *tkg_gpus_library(void);

/* Opens the library.
 * reason  TKG_GPU_REASON_BYTES bytes: why there is nothing to read, when NULL is returned
 * cost    up to a second with a driver, microseconds without */
struct tkg_gpus *tkg_gpus_open(char *reason);
void tkg_gpus_close(struct tkg_gpus *gpus); /* NULL does nothing */

size_t tkg_gpus_count(const struct tkg_gpus *gpus);
/* "" when the driver does not tell. */
const char *tkg_gpus_name(const struct tkg_gpus *gpus, size_t index);

/* One device; what fails is unknown, the rest stands. cost: some 100 us; no allocation of ours. */
void tkg_gpus_read(const struct tkg_gpus *gpus, size_t index, struct tkg_gpu_reading *reading);

#endif
