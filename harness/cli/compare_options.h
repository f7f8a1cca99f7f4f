/* SPDX-License-Identifier: Apache-2.0
 *
 * What the user wants of tickgate compare.
 */
#ifndef TKG_CLI_COMPARE_OPTIONS_H
#define TKG_CLI_COMPARE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/history_options.h"
#include "cli/option.h"
#include "sample/comparison_record.h"

struct tkg_compare_options {
    char parameters[TKG_RECORD_TEXT_BYTES];
    char stream[TKG_RECORD_TEXT_BYTES];
    uint64_t seed;             /* of the stream and of the launches */
    uint32_t side_kind;        /* TKG_SIDES_* */
    uint32_t metric;           /* TKG_COMPARE_* */
    uint32_t slice_tick_count; /* of commands; 0: chosen by speed */
    double tolerance;          /* a share; 0: by the number of layouts */
    double margin;             /* a share; 0: twice the tolerance */
    int64_t budget_ns;
    int64_t timeout_ns; /* of one process */
    size_t launch_max;
    const char *output; /* borrowed, as all texts below; NULL: none */
    const char *receipt;
    const char *replay;
    struct tkg_history_choice history;
    bool is_json;
    bool is_quiet;
    bool allows_same_files;
    bool allows_other_digest;
};

extern const struct tkg_option tkg_compare_option_table[];

void tkg_compare_options_init(struct tkg_compare_options *options);

#endif
