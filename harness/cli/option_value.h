/* SPDX-License-Identifier: Apache-2.0
 *
 * Values that options of several commands take: each is checked, stored, or refused with TKG_USAGE
 * (TKG_CONFIG: no quantity at all) and a text without the option's name, which tkg_options_apply()
 * puts in front.
 */
#ifndef TKG_CLI_OPTION_VALUE_H
#define TKG_CLI_OPTION_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Any text that is shorter than out_bytes. */
enum tkg_status tkg_option_take_text(const char *value, char *out, size_t out_bytes,
                                     struct tkg_error *err) TKG_MUST_CHECK;

/* A whole number from 0 to 2^64-1. */
enum tkg_status tkg_option_take_seed(const char *value, uint64_t *seed,
                                     struct tkg_error *err) TKG_MUST_CHECK;

/* human or json. */
enum tkg_status tkg_option_take_format(const char *value, bool *is_json,
                                       struct tkg_error *err) TKG_MUST_CHECK;

/* How long one process may take: 1 ms to 86400 s, with a unit. */
enum tkg_status tkg_option_take_timeout(const char *value, int64_t *timeout_ns,
                                        struct tkg_error *err) TKG_MUST_CHECK;

/* Launches of a comparison at most: 12, those of the first look, to TKG_LAUNCH_MAX. */
enum tkg_status tkg_option_take_launches(const char *value, size_t *launch_max,
                                         struct tkg_error *err) TKG_MUST_CHECK;

/* A number of ticks from 1 on, such as 100k. */
enum tkg_status tkg_option_take_size(const char *value, uint64_t *tick_count,
                                     struct tkg_error *err) TKG_MUST_CHECK;

#endif
