/* SPDX-License-Identifier: Apache-2.0
 *
 * A gate run as it was: what the gate file asked, row by row, and what was brought home for each.
 * A row is one (case, metric). This is what a gate receipt holds; judging it again (verdict/gate.h)
 * needs nothing else: no clock, no file. Plain data; owns its arrays.
 */
#ifndef TKG_SAMPLE_GATE_RECORD_H
#define TKG_SAMPLE_GATE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/comparison_record.h"
#include "sample/gate_words.h"
#include "sample/metric.h"
#include "sample/run_record.h"

enum {
    TKG_GATE_ROW_MAX = 1000,
    TKG_GATE_CASE_MAX = 200,
    TKG_GATE_RAIL_MAX = 100000,    /* TKG_TARGET_COUNT_MAX targets on the cases of a run */
    TKG_GATE_SAMPLE_MAX = 10000,   /* of one side of a row: TKG_SUITE_ROUND_MAX rounds */
    TKG_GATE_COUNT_RUNS = 2,       /* counted runs of a side, which must agree to the digit */
    TKG_GATE_DATE_BYTES = 12,      /* "2026-12-31" */
    TKG_GATE_REVISION_BYTES = 128, /* a commit of git with SHA-256 is 64 digits */
};

/* One case: what is played. */
struct tkg_gate_case {
    char name[TKG_CASE_NAME_BYTES];
    char engine[TKG_RECORD_TEXT_BYTES]; /* file or folder of layouts below a side; "": the side */
    char parameters[TKG_RECORD_TEXT_BYTES];
    char stream[TKG_RECORD_TEXT_BYTES];
    uint64_t stream_seed;
    uint32_t tick_count; /* of a replay, for memory, allocations and instructions */
    int64_t budget_ns;   /* for each of its rows */
    bool allows_other_digest;
    uint32_t line; /* of the gate file, 1-based */
    uint32_t column;
};

/* What is asked of one row. */
struct tkg_gate_question {
    uint32_t case_index;
    uint32_t kind;           /* enum tkg_gate_metric */
    uint32_t stored_metric;  /* enum tkg_metric; TKG_METRIC_COUNT: stored results have none */
    uint32_t better;         /* enum tkg_better, LESS or MORE: the other way is worse */
    double tolerance;        /* share: worse by more is a regression */
    double margin;           /* share, >= tolerance: surely less than that is a pass */
    double stored_tolerance; /* share: stands in for both where results of two runs are compared */
    double maximum;          /* of the head's own value, in the metric's unit; NaN: none */
    int64_t waived_to_day;   /* tkg_day_parse(): last day on which the waiver holds; -1: none */
    char waived_until[TKG_GATE_DATE_BYTES];
    char waiver_reason[TKG_RECORD_TEXT_BYTES];
    uint32_t line; /* of the row in the gate file, 1-based */
    uint32_t column;
};

/* One value per fresh process, in the metric's unit. */
struct tkg_gate_samples {
    double *base; /* owned */
    size_t base_count;
    double *head; /* owned */
    size_t head_count;
    char ruler[TKG_CASE_NAME_BYTES]; /* RESULTS: values are multiples of this case of the same run;
                                        "": as measured */
    bool is_extrapolated;            /* RESULTS: the base's size was never run */
};

/* Counted runs, the same on both sides: instructions of one replay. */
struct tkg_gate_counts {
    uint64_t base[TKG_GATE_COUNT_RUNS];
    uint64_t head[TKG_GATE_COUNT_RUNS];
    uint64_t tick_count;
    bool has_misses; /* simulated cache misses, of the first run of each side */
    uint64_t base_d1_misses;
    uint64_t base_ll_misses;
    uint64_t head_d1_misses;
    uint64_t head_ll_misses;
};

struct tkg_gate_row {
    struct tkg_gate_question question;
    uint32_t found;   /* enum tkg_gate_class: what collecting found, OPEN when there is evidence */
    uint32_t failure; /* enum tkg_status behind it; TKG_OK: none */
    uint32_t failing_side;              /* enum tkg_gate_side, as far as it is known */
    char text[TKG_ERROR_TEXT_BYTES];    /* the reason, a sentence; "" when open */
    char guilty[TKG_RECORD_TEXT_BYTES]; /* the function that made it slower; "" when none was
                                           sought or found */
    uint32_t evidence;                  /* enum tkg_gate_evidence */
    struct tkg_comparison_record comparison;
    struct tkg_gate_samples samples;
    struct tkg_gate_counts counts;
    int64_t elapsed_ns;
};

/* One absolute target on one case of the head's results: a guard rail (config/target.h). */
struct tkg_gate_rail {
    char case_name[TKG_CASE_NAME_BYTES];
    uint32_t metric;     /* enum tkg_metric */
    uint32_t kind;       /* enum tkg_target_kind */
    double limit;        /* in the unit of value */
    double tolerance;    /* EQUALS only */
    char limit_text[96]; /* as written */
    double value;        /* NaN: no value */
    double low;
    double high;
    uint32_t sample_count;
    uint32_t invalid_count;
    char path[TKG_RECORD_TEXT_BYTES]; /* of the targets file */
    uint32_t line;
};

struct tkg_gate_record {
    char path[TKG_RECORD_TEXT_BYTES]; /* of the gate file */
    char name[TKG_CASE_NAME_BYTES];
    uint32_t mode;                    /* enum tkg_gate_mode */
    char base[TKG_RECORD_TEXT_BYTES]; /* the side, or the results file, as the user wrote it */
    char head[TKG_RECORD_TEXT_BYTES];
    char base_revision[TKG_GATE_REVISION_BYTES]; /* a commit, "" when not told */
    char head_revision[TKG_GATE_REVISION_BYTES];
    char base_machine[17]; /* tkg_fingerprint.hash; "" when not known */
    char head_machine[17];
    bool allows_other_machine;
    double error_0to1; /* of a false regression in the whole gate, and per row of a false pass */
    uint64_t seed;     /* of launches and orders */
    int64_t start_unix_ns;
    int64_t elapsed_ns;
    int64_t today; /* days since 1970-01-01: what waivers are judged by, also on replay */
    uint32_t unjudged_target_count; /* nothing was there to judge them by: told, not green */
    bool is_filtered;               /* --filter left rows out */
    bool is_complete;    /* false: ended early (Ctrl-C); rows not reached are not in the record */
    uint32_t end_signal; /* that ended it early; 0: none, or not known */
    struct tkg_gate_case *cases; /* owned; every case of the file, in its order */
    size_t case_count;
    struct tkg_gate_row *rows; /* owned; in the file's order */
    size_t row_count;
    struct tkg_gate_rail *rails; /* owned */
    size_t rail_count;
};

void tkg_gate_record_init(struct tkg_gate_record *record);
void tkg_gate_record_deinit(struct tkg_gate_record *record);

/* Copies the cases; there are none yet (asserted). TKG_NO_MEMORY */
enum tkg_status tkg_gate_record_set_cases(struct tkg_gate_record *record,
                                          const struct tkg_gate_case *cases, size_t case_count,
                                          struct tkg_error *err) TKG_MUST_CHECK;

/* Adds an open row without evidence; valid until the next one is added. NULL: out of memory, or
 * TKG_GATE_ROW_MAX of them. */
struct tkg_gate_row *tkg_gate_record_add_row(struct tkg_gate_record *record,
                                             const struct tkg_gate_question *question);

/* Adds a guard rail (copied). TKG_NO_MEMORY */
enum tkg_status tkg_gate_record_add_rail(struct tkg_gate_record *record,
                                         const struct tkg_gate_rail *rail,
                                         struct tkg_error *err) TKG_MUST_CHECK;

/* Closes a row: it has no evidence, or none that may be judged. text is cut where too long. */
void tkg_gate_row_close(struct tkg_gate_row *row, enum tkg_gate_class found,
                        enum tkg_gate_side side, const char *text);

/* Closes a row by a failure of an engine or of the measurement: CRASHED, TIMED_OUT, ... */
void tkg_gate_row_fail(struct tkg_gate_row *row, enum tkg_gate_side side,
                       const struct tkg_error *err);

/* The case's name; the metric's name as the gate file has it; the unit of its values. */
const char *tkg_gate_row_case(const struct tkg_gate_record *record, const struct tkg_gate_row *row);
const char *tkg_gate_row_metric(const struct tkg_gate_row *row);
enum tkg_dimension tkg_gate_row_dimension(const struct tkg_gate_row *row);

/* Finds a metric by the name that gate files use, its own or one of sample/metric.h (kind STORED).
 * What is only for diagnosis, and what is neither better nor worse, is not found. */
bool tkg_gate_metric_find(const char *name, uint32_t *kind, uint32_t *stored_metric);
/* The known name nearest to an unknown one, or NULL. */
const char *tkg_gate_metric_suggest(const char *name);

#endif
