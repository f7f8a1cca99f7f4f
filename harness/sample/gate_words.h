/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of a gate: what it can measure, what may become of a row, where evidence comes from.
 */
#ifndef TKG_SAMPLE_GATE_WORDS_H
#define TKG_SAMPLE_GATE_WORDS_H

/* id, name in gate files, dimension, the metric of stored results it is compared with, meaning.
 * Rows that are judged on stored results may also ask for any metric of sample/metric.h by its
 * name: their kind is STORED. */
#define TKG_GATE_METRICS(X)                                                                        \
    X(TIME, "time", TIME, LATENCY_MEAN, "CPU time per tick, paired launches")                      \
    X(P99, "p99", TIME, LATENCY_P99, "99th percentile of short blocks of ticks, paired launches")  \
    X(PEAK_MEMORY, "peak_memory", BYTES, PEAK_MEMORY, "VmHWM of fresh processes, interleaved")     \
    X(ALLOCATIONS, "allocations_per_tick", PLAIN, ALLOCATIONS, "allocations in on_ticks, exact")   \
    X(INSTRUCTIONS, "instructions", PLAIN, COUNT, "instructions per replay, exact, by callgrind")  \
    X(STORED, "", PLAIN, COUNT, "any other metric, from stored results")

enum tkg_gate_metric {
#define TKG_GATE_METRIC_ENUM(id, name, dimension, stored, meaning) TKG_GATE_##id,
    TKG_GATE_METRICS(TKG_GATE_METRIC_ENUM)
#undef TKG_GATE_METRIC_ENUM
        TKG_GATE_METRIC_COUNT
};

/* id, word in reports, exit code. What became of a row. The gate's exit code is that of its worst
 * row: 4, then 5, then 1, then 3, then 0; with not one row judged it is 5. */
#define TKG_GATE_CLASSES(X)                                                                        \
    X(PASS, "pass", 0)                                                                             \
    X(IMPROVEMENT, "improvement", 0)     /* never blocks */                                        \
    X(WAIVED, "waived", 0)               /* would be a regression; the waiver still holds */       \
    X(SKIPPED, "skipped", 0)             /* not measured here, with the reason: no valgrind */     \
    X(REGRESSION, "regression", 1)       /* worse by more than the tolerance */                    \
    X(ABOVE_MAXIMUM, "above maximum", 1) /* the head's own value, whatever the base's */           \
    X(TARGET_MISSED, "target missed", 1) /* guard rails only */                                    \
    X(INCONCLUSIVE, "inconclusive", 3)   /* budget used up, neither was shown */                   \
    X(CANNOT_TELL, "cannot tell", 3)     /* the run failed its own proof */                        \
    X(REFUSED, "refused", 3)             /* the layouts do not carry the tolerance */              \
    X(CRASHED, "crashed", 4)             /* died from a signal, or left the process */             \
    X(TIMED_OUT, "timed out", 4)         /* did not end */                                         \
    X(FAILED, "failed", 4)               /* cannot be loaded, or reported an error */              \
    X(WRONG_TICK_COUNT, "wrong tick count", 4)                                                     \
    X(DIGEST_DIFFERS, "digest differs", 4) /* head does other work than base */                    \
    X(ABSENT, "absent", 5)                 /* listed, and not there on a side */                   \
    X(NOT_BUILDABLE, "not buildable", 5)   /* a side was declared as a failed build */             \
    X(SAME_BINARY, "same binary", 5)       /* both sides are the same bytes: nothing compared */   \
    X(NO_SAMPLES, "no samples", 5)                                                                 \
    X(NOT_A_NUMBER, "not a number", 5)                                                             \
    X(INCOMPATIBLE, "incompatible baseline",                                                       \
      5)                                 /* another schema, stream, seed, tick count, ... */       \
    X(OTHER_MACHINE, "other machine", 5) /* stored baseline of another environment */              \
    X(EXTRAPOLATED, "extrapolated baseline", 5) /* its size was never measured */                  \
    X(STALE, "stale baseline", 5)               /* older than the gate file allows */              \
    X(FUTURE, "future baseline", 5)             /* measured later than this gate runs */           \
    X(SAME_RESULTS, "same results", 5)          /* both sides are one file: nothing compared */

enum tkg_gate_class {
#define TKG_GATE_CLASS_ENUM(id, word, exit_code) TKG_GATE_CLASS_##id,
    TKG_GATE_CLASSES(TKG_GATE_CLASS_ENUM)
#undef TKG_GATE_CLASS_ENUM
        TKG_GATE_CLASS_COUNT,
    /* In a record: not found wanting when it was collected; its evidence is to be judged. */
    TKG_GATE_CLASS_OPEN = TKG_GATE_CLASS_COUNT
};

/* id, word: where the evidence of the whole gate comes from */
#define TKG_GATE_MODES(X)                                                                          \
    X(PAIRED, "paired A/B")      /* both sides measured side by side in this run */                \
    X(STORED, "stored baseline") /* two result files: wide tolerances, and said so everywhere */

enum tkg_gate_mode {
#define TKG_GATE_MODE_ENUM(id, word) TKG_GATE_MODE_##id,
    TKG_GATE_MODES(TKG_GATE_MODE_ENUM)
#undef TKG_GATE_MODE_ENUM
        TKG_GATE_MODE_COUNT
};

/* id, word: what a row's evidence is */
#define TKG_GATE_EVIDENCES(X)                                                                      \
    X(NONE, "none")                                                                                \
    X(COMPARISON, "launches")    /* row.comparison */                                              \
    X(SAMPLES, "samples")        /* row.samples, taken in this run, interleaved */                 \
    X(COUNTS, "counts")          /* row.counts */                                                  \
    X(RESULTS, "stored results") /* row.samples, from two files */

enum tkg_gate_evidence {
#define TKG_GATE_EVIDENCE_ENUM(id, word) TKG_GATE_EVIDENCE_##id,
    TKG_GATE_EVIDENCES(TKG_GATE_EVIDENCE_ENUM)
#undef TKG_GATE_EVIDENCE_ENUM
        TKG_GATE_EVIDENCE_COUNT
};

/* Whose fault a finding is */
enum tkg_gate_side { TKG_GATE_SIDE_NONE, TKG_GATE_SIDE_BASE, TKG_GATE_SIDE_HEAD };

/* "time"; never NULL. "" for STORED. */
const char *tkg_gate_metric_name(enum tkg_gate_metric metric);
/* "regression" and its exit code. */
const char *tkg_gate_class_word(enum tkg_gate_class class_of_row);
int tkg_gate_class_exit_code(enum tkg_gate_class class_of_row);
/* "paired A/B"; "launches". */
const char *tkg_gate_mode_word(enum tkg_gate_mode mode);
const char *tkg_gate_evidence_word(enum tkg_gate_evidence evidence);

#endif
