/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to measure: what a launch's process writes to descriptor 3. Four engines share that
 * process and may have damaged it, so the parent believes nothing without checking.
 */
#ifndef TKG_MEASURE_LAUNCH_REPLY_H
#define TKG_MEASURE_LAUNCH_REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "measure/launch.h"

#define TKG_LAUNCH_REPLY_MAGIC UINT64_C(0x31484e4c52474b54) /* "TKGRLNH1" */

struct tkg_launch_reply {
    uint64_t magic;
    uint32_t struct_bytes;
    uint32_t status; /* enum tkg_status of the launch */
    char text[TKG_ERROR_TEXT_BYTES];
    struct tkg_launch_slices slices;
};

/* Checks bytes against what was asked for and fills *slices. The reply's own failure comes back as
 * its status. TKG_ENGINE_CRASH: damaged or cut off. TKG_ENGINE_DIGEST: two arms of one side, or
 * base and plant, disagree. */
enum tkg_status tkg_launch_reply_decode(const uint8_t *bytes, size_t byte_count,
                                        const struct tkg_launch_spec *spec,
                                        struct tkg_launch_slices *slices,
                                        struct tkg_error *err) TKG_MUST_CHECK;

#endif
