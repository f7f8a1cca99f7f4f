/* SPDX-License-Identifier: Apache-2.0
 *
 * Looks for bottlenecks: in an engine, which is profiled, or in a result file of tickgate run.
 */
#ifndef TKG_CLI_ANALYZE_RUN_H
#define TKG_CLI_ANALYZE_RUN_H

#include "analyze/bottleneck.h"
#include "base/status.h"
#include "profile/instruction_count.h"
#include "sample/time_map.h"

enum { TKG_ANALYZE_NOTE_BYTES = 400 };

struct tkg_analyze_means {
    const char *program_path;
    struct tkg_count_spec replay; /* with engine */
    int64_t sample_ns;
    const struct tkg_bottleneck_rules *rules;
    struct tkg_time_map *map; /* gets when in a replay each function ran; NULL: not wanted */
};

/* Profiles means->replay.engine and adds what its functions break.
 * note     why counts are unknown and slow_function and growing_function are silent; "" when they
 * are known returns  TKG_ENVIRONMENT: no times can be taken here. Failures of the engine,
 * TKG_INTERRUPTED */
enum tkg_status tkg_analyze_engine(const struct tkg_analyze_means *means,
                                   struct tkg_bottleneck_list *list,
                                   char note[TKG_ANALYZE_NOTE_BYTES],
                                   struct tkg_error *err) TKG_MUST_CHECK;

/* Reads a result file and adds what its trials break.
 * note     that there is no telemetry, when there is none; else "" */
enum tkg_status tkg_analyze_result(const struct tkg_bottleneck_rules *rules, const char *path,
                                   struct tkg_bottleneck_list *list,
                                   char note[TKG_ANALYZE_NOTE_BYTES],
                                   struct tkg_error *err) TKG_MUST_CHECK;

#endif
