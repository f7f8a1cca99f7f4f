/* SPDX-License-Identifier: Apache-2.0
 *
 * What a trial's process writes to descriptor 3: a fixed head, then the encoded histogram,
 * then the telemetry. The
 * engine shares that process and may have damaged it, so the parent believes nothing without
 * checking.
 */
#ifndef TKG_MEASURE_TRIAL_REPLY_H
#define TKG_MEASURE_TRIAL_REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "measure/trial.h"
#include "sample/stage_table.h"

#define TKG_TRIAL_REPLY_MAGIC UINT64_C(0x31594c5052474b54) /* "TKGRPLY1" */

struct tkg_trial_reply {
    uint64_t magic;
    uint32_t struct_bytes;
    uint32_t status; /* enum tkg_status of the trial */
    char text[TKG_ERROR_TEXT_BYTES];
    struct tkg_trial trial;
    char engine_name[TKG_RECORD_TEXT_BYTES];
    char engine_version[TKG_RECORD_TEXT_BYTES];
    struct tkg_stage_table stages; /* pass T; empty elsewhere */
    uint64_t histogram_bytes;      /* that follow */
    uint64_t telemetry_bytes;      /* that follow the histogram; 0: none */
};

/* A sparse histogram has at most one entry per bucket, a telemetry 2,000 points of 56 bytes; this
 * is far above the largest. */
enum { TKG_TRIAL_REPLY_BYTES_MAX = 4 << 20 };

/* Checks bytes and fills *outcome. The reply's own failure comes back as its status.
 * TKG_ENGINE_CRASH: damaged or too short. */
enum tkg_status tkg_trial_reply_decode(const uint8_t *bytes, size_t byte_count,
                                       struct tkg_trial_outcome *outcome,
                                       struct tkg_error *err) TKG_MUST_CHECK;

/* Writes all of it to descriptor; false when the other side is gone. */
int tkg_trial_reply_write(int descriptor, const struct tkg_trial_reply *reply,
                          const uint8_t *histogram, const struct tkg_telemetry *telemetry);

#endif
