/* SPDX-License-Identifier: Apache-2.0
 *
 * What the commands that profile an engine (analyze, explain) are told alike. The struct is the
 * first member of a command's own settings, so that its setters take those for their context.
 */
#ifndef TKG_CLI_PROFILE_OPTIONS_H
#define TKG_CLI_PROFILE_OPTIONS_H

#include <stdbool.h>

#include "base/status.h"
#include "profile/instruction_count.h"

struct tkg_profile_options {
    struct tkg_count_spec replay; /* but for engine */
    bool is_json;
    const char *output; /* borrowed; "-": standard output */
};

/* 100 K ticks of synthetic:futures of seed 42, 300 s, a human report on standard output. */
void tkg_profile_options_init(struct tkg_profile_options *options);

/* Setters (tkg_option_setter); TKG_USAGE for a value that cannot be. */
enum tkg_status tkg_profile_set_params(void *options, const char *value, struct tkg_error *err);
enum tkg_status tkg_profile_set_stream(void *options, const char *value, struct tkg_error *err);
enum tkg_status tkg_profile_set_ticks(void *options, const char *value, struct tkg_error *err);
enum tkg_status tkg_profile_set_timeout(void *options, const char *value, struct tkg_error *err);
enum tkg_status tkg_profile_set_format(void *options, const char *value, struct tkg_error *err);
enum tkg_status tkg_profile_set_output(void *options, const char *value, struct tkg_error *err);

#endif
