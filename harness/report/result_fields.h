/* SPDX-License-Identifier: Apache-2.0
 *
 * The plain fields of a result file, one row each. The json writer and the json reader walk the
 * same tables, so that they cannot disagree. To add a field, add a row in result_fields.c and a
 * line in docs/schema/result.schema.json.
 */
#ifndef TKG_REPORT_RESULT_FIELDS_H
#define TKG_REPORT_RESULT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "host/fingerprint.h"
#include "sample/run_record.h"

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
    bool unknown_in_foreign; /* a foreign run leaves it out when it is zero, and may lack it */
    bool may_be_absent;      /* a file of an earlier tickgate lacks it */
};

/* Each ends with a row whose name is NULL. */
extern const struct tkg_result_field tkg_run_fields[];         /* struct tkg_run_record */
extern const struct tkg_result_field tkg_failure_fields[];     /* struct tkg_run_record */
extern const struct tkg_result_field tkg_engine_fields[];      /* struct tkg_run_record */
extern const struct tkg_result_field tkg_environment_fields[]; /* struct tkg_fingerprint */
extern const struct tkg_result_field tkg_trial_fields[];       /* struct tkg_trial */
extern const struct tkg_result_field tkg_portfolio_fields[];   /* struct tkg_portfolio */
extern const struct tkg_result_field tkg_stage_fields[];       /* struct tkg_stage_row */
extern const struct tkg_result_field tkg_thread_fields[];      /* struct tkg_case_threads */

/* True for a run that was read from another form (gbench_reader.h, scalability_reader.h): it knows
 * little about its trials. */
bool tkg_record_is_foreign(const struct tkg_run_record *record);

/* For a machine that a file says nothing about: what zero would state of it becomes unknown. */
void tkg_environment_forget(struct tkg_fingerprint *fingerprint);

enum {
    /* A sweep has TKG_SUITE_SIZE_MAX = 64 sizes; public google-benchmark suites have thousands. */
    TKG_RESULT_CASE_COUNT_MAX = 10000,
    /* TKG_SUITE_ROUND_MAX = 10,000 rounds of six passes, doubled by extra rounds. */
    TKG_RESULT_TRIAL_COUNT_MAX = 120000,
};

/* The value of "schema", and the number behind its slash. */
#define TKG_RESULT_SCHEMA "tickgate.result/1"
enum { TKG_RESULT_SCHEMA_VERSION = 1 };

#endif
