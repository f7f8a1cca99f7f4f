/* SPDX-License-Identifier: Apache-2.0
 *
 * What a gate found, for people and for machines, and its receipt: JSON from which the verdict can
 * be had again (docs/schema/gate-receipt.schema.json). Writers print what verdict/gate.h concluded.
 */
#ifndef TKG_REPORT_GATE_REPORT_H
#define TKG_REPORT_GATE_REPORT_H

#include <stdbool.h>

#include "base/status.h"
#include "base/text.h"
#include "host/fingerprint.h"
#include "sample/gate_record.h"
#include "verdict/gate.h"

#define TKG_GATE_RECEIPT_SCHEMA "tickgate.gate-receipt/1"

/* All borrowed for the call. */
struct tkg_gate_report_input {
    const char *tool_version; /* "0.1.0" */
    const struct tkg_gate_record *record;
    const struct tkg_gate_result *result;
    const struct tkg_fingerprint *fingerprint; /* of the machine that the gate ran on */
    const char *receipt; /* where the receipt is, for commands to paste; "" when nowhere */
    bool color;          /* human format only */
    bool utf8;           /* human format only */
};

/* Appends to out. TKG_NO_MEMORY: out holds a part and is not to be used. */
typedef enum tkg_status (*tkg_gate_writer)(const struct tkg_gate_report_input *input,
                                           struct tkg_text *out, struct tkg_error *err);

enum tkg_status tkg_gate_write_human(const struct tkg_gate_report_input *input,
                                     struct tkg_text *out, struct tkg_error *err);
enum tkg_status tkg_gate_write_json(const struct tkg_gate_report_input *input, struct tkg_text *out,
                                    struct tkg_error *err);
enum tkg_status tkg_gate_write_markdown(const struct tkg_gate_report_input *input,
                                        struct tkg_text *out, struct tkg_error *err);
enum tkg_status tkg_gate_write_junit(const struct tkg_gate_report_input *input,
                                     struct tkg_text *out, struct tkg_error *err);

/* One row per format; to add one, write a file and name it in gate_format.c. */
struct tkg_gate_format {
    const char *name;
    tkg_gate_writer write;
};

/* NULL when unknown. */
const struct tkg_gate_format *tkg_gate_format_find(const char *name);
/* "human json markdown junit ...". */
const char *tkg_gate_format_names(void);

/* Reads a receipt back; what was concluded is not read, but a receipt that does not agree with
 * itself is refused (report/gate_check.h). record is initialised here; the caller's to deinit,
 * empty after a failure. TKG_INPUT with the place in the file. */
enum tkg_status tkg_gate_json_read(const char *path, const char *json, size_t json_bytes,
                                   struct tkg_gate_record *record,
                                   struct tkg_fingerprint *fingerprint,
                                   struct tkg_error *err) TKG_MUST_CHECK;

/* Does the receipt, read by tkg_gate_json_read() and judged, hold the verdict that it was judged to
 * again? Each row's class and figures, each target's class, and how many there are. TKG_INPUT with
 * the place. */
enum tkg_status tkg_gate_json_confirm(const char *path, const char *json, size_t json_bytes,
                                      const struct tkg_gate_result *result,
                                      struct tkg_error *err) TKG_MUST_CHECK;

#endif
