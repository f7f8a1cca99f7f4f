/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to profile: what the watching process writes to descriptor 3. It loads no engine, but it
 * reads files an engine wrote about itself, so the parent checks.
 */
#ifndef TKG_PROFILE_TIME_SAMPLE_REPLY_H
#define TKG_PROFILE_TIME_SAMPLE_REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/function_table.h"
#include "sample/time_map.h"

#define TKG_SAMPLE_REPLY_MAGIC UINT64_C(0x324c504d53474b54) /* "TKGSMPL2" */

enum { TKG_SAMPLE_ROW_MAX = 512, TKG_SAMPLE_NAME_BYTES = 160 };

/* One function; the texts are zero-terminated, cut where they are longer. */
struct tkg_sample_row {
    char name[TKG_SAMPLE_NAME_BYTES];
    char file[TKG_SAMPLE_NAME_BYTES];
    char object[TKG_SAMPLE_NAME_BYTES];
    uint32_t line;
    uint32_t reserved;
    uint64_t self_cpu_ns, self_wall_ns;
    uint64_t inclusive_cpu_ns, inclusive_wall_ns;
};

struct tkg_sample_reply {
    uint64_t magic;
    uint32_t struct_bytes;
    uint32_t status; /* enum tkg_status */
    char text[TKG_ERROR_TEXT_BYTES];
    uint64_t tick_count;   /* of one replay */
    uint64_t replay_count; /* that was watched */
    uint64_t sample_count;
    uint64_t cpu_ns, wall_ns; /* of all looks below the engine's on_ticks */
    struct tkg_hardware_totals hardware;
    uint32_t row_count; /* those with the most time; the rest is left out */
    uint32_t reserved;
    struct tkg_sample_row rows[TKG_SAMPLE_ROW_MAX];
    struct tkg_time_map map;
};

/* Adds the rows of a checked reply to an initialised table, and copies its map unless map is NULL.
 * The reply's own failure comes back as its status. TKG_ENGINE_CRASH: damaged or cut off. */
enum tkg_status tkg_sample_reply_decode(const uint8_t *bytes, size_t byte_count,
                                        struct tkg_function_table *table, struct tkg_time_map *map,
                                        struct tkg_error *err) TKG_MUST_CHECK;

#endif
