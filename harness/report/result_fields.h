/* SPDX-License-Identifier: Apache-2.0
 *
 * The plain fields of a result file, one row each. The json writer and the json reader walk the
 * same tables, so that they cannot disagree. To add a field, add a row in result_fields.c and a
 * line in docs/schema/result.schema.json.
 */
#ifndef TKG_REPORT_RESULT_FIELDS_H
#define TKG_REPORT_RESULT_FIELDS_H

#include <stddef.h>

enum tkg_field_kind {
    TKG_FIELD_TEXT,  /* char[]  <-> string */
    TKG_FIELD_BOOL,  /* bool    <-> true, false */
    TKG_FIELD_U32,   /* uint32_t <-> integer */
    TKG_FIELD_U64,   /* uint64_t <-> integer; more than INT64_MAX is written as INT64_MAX */
    TKG_FIELD_I32,   /* int32_t or int <-> integer */
    TKG_FIELD_I64,   /* int64_t <-> integer */
    TKG_FIELD_REAL,  /* double  <-> number; NaN <-> null */
    TKG_FIELD_TIME,  /* int64_t nanoseconds <-> ISO 8601 string */
    TKG_FIELD_HEX64, /* uint64_t <-> "0x0123456789abcdef" */
    TKG_FIELD_SEED,  /* uint64_t <-> decimal string: all 64 bits matter, and people know it as 42 */
};

struct tkg_result_field {
    const char *name;
    enum tkg_field_kind kind;
    size_t offset;
    size_t bytes; /* of the member */
    double low;   /* least and greatest value of a number; read only when low < high */
    double high;
};

/* Each ends with a row whose name is NULL. */
extern const struct tkg_result_field tkg_run_fields[];         /* struct tkg_run_record */
extern const struct tkg_result_field tkg_failure_fields[];     /* struct tkg_run_record */
extern const struct tkg_result_field tkg_engine_fields[];      /* struct tkg_run_record */
extern const struct tkg_result_field tkg_environment_fields[]; /* struct tkg_fingerprint */
extern const struct tkg_result_field tkg_trial_fields[];       /* struct tkg_trial */

/* The value of "schema", and the number behind its slash. */
#define TKG_RESULT_SCHEMA "tickgate.result/1"
enum { TKG_RESULT_SCHEMA_VERSION = 1 };

#endif
