/* SPDX-License-Identifier: Apache-2.0
 *
 * The settings of a run and where each came from. Layers, the later wins: built in, XDG
 * configuration,
 * ./tickgate.yaml, --suite, environment TICKGATE_*, command line.
 */
#ifndef TKG_CLI_SETTINGS_H
#define TKG_CLI_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "cli/history_options.h"
#include "cli/option.h"
#include "config/suite.h"

enum { TKG_TARGET_FILE_MAX = 16, TKG_ALERT_FILE_MAX = 16, TKG_SETTING_ORIGIN_BYTES = 320 };

enum { TKG_CPU_AUTO = -2, TKG_CPU_NONE = -1 };

struct tkg_settings {
    struct tkg_suite suite;
    bool sizes_given; /* on the command line or in a suite of its own: a tick file is cut to them */
    const char *target_paths[TKG_TARGET_FILE_MAX];
    size_t target_path_count;
    const char *alert_paths[TKG_ALERT_FILE_MAX];
    size_t alert_path_count;
    uint64_t reference_tick_count; /* the size that efficiency refers to; 0: as found */
    const char *filter;            /* shell pattern of case names; NULL: all */
    const char *format;            /* of what goes to output */
    const char *output;            /* path or "-" */
    const char *output_folder;     /* NULL: none */
    struct tkg_history_choice history;
    int32_t cpu; /* TKG_CPU_AUTO, TKG_CPU_NONE or a number */
    bool plots;
    bool stages;                /* pass T on top of the suite's passes */
    int64_t sample_interval_ns; /* of a sampler beside the trials; 0: none */
    bool strict;
    bool quiet;
    bool verbose;
    bool print_config;
};

/* The options of `tickgate run`; setters expect a struct tkg_settings. */
extern const struct tkg_option tkg_run_options[];

/* Runs through all layers. origins, when not NULL, receives the --print-config table. */
enum tkg_status tkg_settings_resolve(struct tkg_settings *settings,
                                     const struct tkg_option_uses *uses, struct tkg_text *origins,
                                     struct tkg_error *err) TKG_MUST_CHECK;

#endif
