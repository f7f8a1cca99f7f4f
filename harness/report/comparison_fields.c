/* SPDX-License-Identifier: Apache-2.0 */
#include "report/comparison_fields.h"

#include "sample/comparison_record.h"

#define FIELD(type, name, kind, low, high)                                                         \
    {                                                                                              \
#name, TKG_FIELD_##kind, offsetof(struct type, name), sizeof(((struct type *)0)->name),    \
            low, high, false, false                                                                \
    }
/* Receipts of the first version lack it. */
#define LATER(type, name, kind, low, high)                                                         \
    {                                                                                              \
#name, TKG_FIELD_##kind, offsetof(struct type, name), sizeof(((struct type *)0)->name),    \
            low, high, false, true                                                                 \
    }
#define LAST                                                                                       \
    {                                                                                              \
        NULL, TKG_FIELD_TEXT, 0, 0, 0, 0, false, false                                             \
    }

/* Shares lie far below one, logarithms of ratios far below ten, times below a day. */
const struct tkg_result_field tkg_comparison_question_fields[] = {
    FIELD(tkg_comparison_record, parameters, TEXT, 0, 0),
    FIELD(tkg_comparison_record, stream, TEXT, 0, 0),
    FIELD(tkg_comparison_record, stream_seed, SEED, 0, 0),
    FIELD(tkg_comparison_record, seed, SEED, 0, 0),
    FIELD(tkg_comparison_record, tolerance, REAL, 0, 1),
    FIELD(tkg_comparison_record, margin, REAL, 0, 1),
    FIELD(tkg_comparison_record, plant, REAL, 0, 1),
    FIELD(tkg_comparison_record, error_regression_0to1, REAL, 1e-9, 0.4),
    FIELD(tkg_comparison_record, error_pass_0to1, REAL, 1e-9, 0.4),
    FIELD(tkg_comparison_record, slice_tick_count, U32, 1, 4e9),
    FIELD(tkg_comparison_record, block_tick_count, U32, 0, 1e6),
    FIELD(tkg_comparison_record, lead_in_tick_count, U32, 0, 1e6),
    FIELD(tkg_comparison_record, round_count, U32, 1, TKG_LAUNCH_ROUND_MAX),
    FIELD(tkg_comparison_record, base_digest, HEX64, 0, 0),
    FIELD(tkg_comparison_record, head_digest, HEX64, 0, 0),
    LATER(tkg_comparison_record, allows_other_digest, BOOL, 0, 0),
    LATER(tkg_comparison_record, end_signal, U32, 0, 64),
    FIELD(tkg_comparison_record, start_unix_ns, TIME, 0, 0),
    FIELD(tkg_comparison_record, elapsed_ns, I64, 0, 1e15),
    LAST,
};

const struct tkg_result_field tkg_comparison_side_fields[] = {
    FIELD(tkg_side, name, TEXT, 0, 0),
    FIELD(tkg_side, layout_count, U32, 1, TKG_LAYOUT_MAX),
    LAST,
};

const struct tkg_result_field tkg_comparison_launch_fields[] = {
    FIELD(tkg_launch_record, seed, HEX64, 0, 0),
    FIELD(tkg_launch_record, is_slow, BOOL, 0, 0),
    FIELD(tkg_launch_record, head, REAL, -20, 20),
    FIELD(tkg_launch_record, null, REAL, -20, 20),
    FIELD(tkg_launch_record, plant, REAL, -20, 20),
    FIELD(tkg_launch_record, head_wall, REAL, -20, 20),
    LAST,
};
