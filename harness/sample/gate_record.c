/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/gate_record.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/suggest.h"
#include "base/text.h"

void tkg_gate_record_init(struct tkg_gate_record *record)
{
    *record = (struct tkg_gate_record){0};
}

void tkg_gate_record_deinit(struct tkg_gate_record *record)
{
    for (size_t i = 0; i < record->row_count; i++) {
        struct tkg_gate_row *row = &record->rows[i];
        tkg_comparison_record_deinit(&row->comparison);
        free(row->samples.base);
        free(row->samples.head);
    }
    free(record->rows);
    free(record->cases);
    free(record->rails);
    tkg_gate_record_init(record);
}

enum tkg_status tkg_gate_record_set_cases(struct tkg_gate_record *record,
                                          const struct tkg_gate_case *cases, size_t case_count,
                                          struct tkg_error *err)
{
    TKG_ASSERT(record->cases == NULL);
    record->cases = calloc(case_count > 0 ? case_count : 1, sizeof *cases);
    if (!record->cases) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for %zu cases", case_count);
    }
    if (case_count > 0) {
        memcpy(record->cases, cases, case_count * sizeof *cases);
    }
    record->case_count = case_count;
    return TKG_OK;
}

struct tkg_gate_row *tkg_gate_record_add_row(struct tkg_gate_record *record,
                                             const struct tkg_gate_question *question)
{
    TKG_ASSERT(question->case_index < record->case_count);
    if (record->row_count == TKG_GATE_ROW_MAX) {
        return NULL;
    }
    struct tkg_gate_row *rows = realloc(record->rows, (record->row_count + 1) * sizeof *rows);
    if (!rows) {
        return NULL;
    }
    record->rows = rows;
    struct tkg_gate_row *row = &rows[record->row_count++];
    *row = (struct tkg_gate_row){.question = *question, .found = TKG_GATE_CLASS_OPEN};
    tkg_comparison_record_init(&row->comparison);
    return row;
}

enum tkg_status tkg_gate_record_add_rail(struct tkg_gate_record *record,
                                         const struct tkg_gate_rail *rail, struct tkg_error *err)
{
    struct tkg_gate_rail *rails = realloc(record->rails, (record->rail_count + 1) * sizeof *rails);
    if (!rails) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for %zu targets",
                        record->rail_count + 1);
    }
    record->rails = rails;
    rails[record->rail_count++] = *rail;
    return TKG_OK;
}

void tkg_gate_row_close(struct tkg_gate_row *row, enum tkg_gate_class found,
                        enum tkg_gate_side side, const char *text)
{
    TKG_ASSERT(found < TKG_GATE_CLASS_COUNT);
    row->found = found;
    row->failing_side = side;
    (void)tkg_string_copy(row->text, sizeof row->text, text);
}

static enum tkg_gate_class class_of_failure(enum tkg_status status)
{
    switch ((int)status) {
    case TKG_ENGINE_CRASH:
        return TKG_GATE_CLASS_CRASHED;
    case TKG_ENGINE_TIMEOUT:
        return TKG_GATE_CLASS_TIMED_OUT;
    case TKG_ENGINE_COUNT:
        return TKG_GATE_CLASS_WRONG_TICK_COUNT;
    case TKG_ENGINE_DIGEST:
        return TKG_GATE_CLASS_DIGEST_DIFFERS;
    case TKG_NOTHING:
        return TKG_GATE_CLASS_ABSENT;
    case TKG_TOO_FEW:
        return TKG_GATE_CLASS_NO_SAMPLES;
    case TKG_INVALID:
        return TKG_GATE_CLASS_INCONCLUSIVE;
    default:
        return TKG_GATE_CLASS_FAILED;
    }
}

void tkg_gate_row_fail(struct tkg_gate_row *row, enum tkg_gate_side side,
                       const struct tkg_error *err)
{
    row->failure = (uint32_t)err->status;
    tkg_gate_row_close(row, class_of_failure(err->status), side, err->text);
}

const char *tkg_gate_row_case(const struct tkg_gate_record *record, const struct tkg_gate_row *row)
{
    TKG_ASSERT(row->question.case_index < record->case_count);
    return record->cases[row->question.case_index].name;
}

const char *tkg_gate_row_metric(const struct tkg_gate_row *row)
{
    return row->question.kind == TKG_GATE_STORED
               ? tkg_metric_info((enum tkg_metric)row->question.stored_metric)->name
               : tkg_gate_metric_name((enum tkg_gate_metric)row->question.kind);
}

enum tkg_dimension tkg_gate_row_dimension(const struct tkg_gate_row *row)
{
    static const enum tkg_dimension dimensions[] = {
#define METRIC_DIMENSION(id, name, dimension, stored, meaning) TKG_DIMENSION_##dimension,
        TKG_GATE_METRICS(METRIC_DIMENSION)
#undef METRIC_DIMENSION
    };
    TKG_ASSERT(row->question.kind < TKG_GATE_METRIC_COUNT);
    return row->question.kind == TKG_GATE_STORED
               ? tkg_metric_info((enum tkg_metric)row->question.stored_metric)->dimension
               : dimensions[row->question.kind];
}

bool tkg_gate_metric_find(const char *name, uint32_t *kind, uint32_t *stored_metric)
{
    static const enum tkg_metric stored[] = {
#define METRIC_STORED(id, name, dimension, stored, meaning) TKG_METRIC_##stored,
        TKG_GATE_METRICS(METRIC_STORED)
#undef METRIC_STORED
    };
    for (uint32_t i = 0; i < TKG_GATE_STORED; i++) {
        if (strcmp(tkg_gate_metric_name((enum tkg_gate_metric)i), name) == 0) {
            *kind = i;
            *stored_metric = (uint32_t)stored[i];
            return true;
        }
    }
    enum tkg_metric metric;
    if (!tkg_metric_find(name, &metric) || tkg_metric_info(metric)->better == TKG_BETTER_NEITHER) {
        return false;
    }
    *kind = TKG_GATE_STORED;
    *stored_metric = (uint32_t)metric;
    return true;
}

const char *tkg_gate_metric_suggest(const char *name)
{
    const char *own[TKG_GATE_STORED];
    for (int i = 0; i < TKG_GATE_STORED; i++) {
        own[i] = tkg_gate_metric_name((enum tkg_gate_metric)i);
    }
    const char *near = tkg_suggest(name, own, TKG_GATE_STORED);
    return near ? near : tkg_metric_suggest(name);
}
