/* SPDX-License-Identifier: Apache-2.0
 *
 * Bottlenecks with their evidence and what to do: for people, and as JSON
 * (docs/schema/bottlenecks.schema.json).
 */
#ifndef TKG_REPORT_BOTTLENECK_REPORT_H
#define TKG_REPORT_BOTTLENECK_REPORT_H

#include "analyze/bottleneck.h"
#include "base/status.h"
#include "base/text.h"

#define TKG_BOTTLENECKS_SCHEMA "tickgate.bottlenecks/1"

struct tkg_bottleneck_input {
    const struct tkg_bottleneck_list *list;
    const char *subject;  /* the engine or result file */
    const char *rules;    /* the rules file */
    const char *notes[2]; /* what could not be looked at, and why; NULL or "": nothing */
};

enum tkg_status tkg_bottlenecks_write_human(const struct tkg_bottleneck_input *input,
                                            struct tkg_text *out,
                                            struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_bottlenecks_write_json(const struct tkg_bottleneck_input *input,
                                           struct tkg_text *out,
                                           struct tkg_error *err) TKG_MUST_CHECK;

#endif
