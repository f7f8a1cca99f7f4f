/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/run_record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/number.h"
#include "base/text.h"
#include "sample/alert_row.h"
#include "sample/histogram.h"
#include "sample/stage_table.h"
#include "sample/telemetry.h"

/* First growth step of both arrays: a small run (three sizes, a few rulers) fits without a copy. */
enum { GROWTH_START = 16 };

struct pass_info {
    char letter;
    const char *name;
};

static const struct pass_info PASS_INFOS[TKG_PASS_COUNT] = {
#define PASS_ROW(id, letter, name, meaning) {letter, name},
    TKG_PASSES(PASS_ROW)
#undef PASS_ROW
};

struct invalidity_info {
    uint32_t bit;
    const char *name;
    const char *text;
};

static const struct invalidity_info INVALIDITY_INFOS[] = {
#define INVALIDITY_ROW(bit, id, text) {1u << (bit), #id, text},
    TKG_INVALIDITIES(INVALIDITY_ROW)
#undef INVALIDITY_ROW
};

char tkg_pass_letter(enum tkg_pass pass)
{
    TKG_ASSERT((unsigned)pass < TKG_PASS_COUNT);
    return PASS_INFOS[pass].letter;
}

const char *tkg_pass_name(enum tkg_pass pass)
{
    TKG_ASSERT((unsigned)pass < TKG_PASS_COUNT);
    return PASS_INFOS[pass].name;
}

/* NULL when no known bit is set. */
static const struct invalidity_info *lowest_invalidity(uint32_t bits)
{
    for (size_t i = 0; i < sizeof(INVALIDITY_INFOS) / sizeof(INVALIDITY_INFOS[0]); i++) {
        if (bits & INVALIDITY_INFOS[i].bit) {
            return &INVALIDITY_INFOS[i];
        }
    }
    return NULL;
}

const char *tkg_invalidity_text(uint32_t bits)
{
    const struct invalidity_info *info = lowest_invalidity(bits);
    return info ? info->text : "";
}

const char *tkg_invalidity_name(uint32_t bits)
{
    const struct invalidity_info *info = lowest_invalidity(bits);
    return info ? info->name : "";
}

void tkg_run_record_init(struct tkg_run_record *record)
{
    memset(record, 0, sizeof(*record));
}

static void case_deinit(struct tkg_case *the_case)
{
    for (size_t i = 0; i < the_case->trial_count; i++) {
        free(the_case->trials[i].stages);
        free(the_case->trials[i].telemetry);
    }
    free(the_case->trials);
    tkg_histogram_destroy(the_case->block_ns_x1000);
    tkg_histogram_destroy(the_case->tick_ns_x1000);
    tkg_histogram_destroy(the_case->response_ns);
}

void tkg_run_record_deinit(struct tkg_run_record *record)
{
    for (size_t i = 0; i < record->case_count; i++) {
        case_deinit(&record->cases[i]);
    }
    free(record->cases);
    free(record->alerts);
    tkg_run_record_init(record);
}

/* Makes room for one more element in an array that doubles. NULL when memory ran out: the old
 * array and *capacity are untouched then. */
static void *grown(void *array, size_t count, size_t *capacity, size_t element_bytes)
{
    if (count < *capacity) {
        return array;
    }
    size_t wanted = *capacity == 0 ? GROWTH_START : *capacity;
    size_t bytes;
    if (!tkg_size_multiply(wanted, *capacity == 0 ? 1 : 2, &wanted) ||
        !tkg_size_multiply(wanted, element_bytes, &bytes)) {
        return NULL;
    }
    void *larger = realloc(array, bytes);
    if (larger) {
        *capacity = wanted;
    }
    return larger;
}

bool tkg_run_record_add_alert(struct tkg_run_record *record, const struct tkg_alert_row *row)
{
    struct tkg_alert_row *rows = NULL;
    if (record->alert_count < TKG_ALERT_ROW_MAX) {
        rows = grown(record->alerts, record->alert_count, &record->alert_capacity, sizeof(*rows));
    }
    if (!rows) {
        record->alert_lost_count++;
        return false;
    }
    record->alerts = rows;
    rows[record->alert_count++] = *row;
    return true;
}

struct tkg_case *tkg_run_record_add_case(struct tkg_run_record *record, const char *name,
                                         uint64_t tick_count)
{
    TKG_ASSERT(strlen(name) < TKG_CASE_NAME_BYTES);
    TKG_ASSERT(!tkg_run_record_find_case(record, name));
    struct tkg_case *cases =
        grown(record->cases, record->case_count, &record->case_capacity, sizeof(record->cases[0]));
    if (!cases) {
        return NULL;
    }
    record->cases = cases;
    struct tkg_case *added = &cases[record->case_count++];
    memset(added, 0, sizeof(*added));
    (void)tkg_string_copy(added->name, sizeof(added->name), name);
    added->tick_count = tick_count;
    return added;
}

struct tkg_case *tkg_run_record_find_case(const struct tkg_run_record *record, const char *name)
{
    for (size_t i = 0; i < record->case_count; i++) {
        if (strcmp(record->cases[i].name, name) == 0) {
            return &record->cases[i];
        }
    }
    return NULL;
}

/* NULL stays NULL; false when memory ran out. */
static bool copy_bytes(void **copy, size_t bytes)
{
    const void *original = *copy;
    if (!original) {
        return true;
    }
    *copy = malloc(bytes);
    if (*copy) {
        memcpy(*copy, original, bytes);
    }
    return *copy != NULL;
}

/* Gives the trial copies of its own of what it borrowed. False when memory ran out. */
static bool copy_parts(struct tkg_trial *trial)
{
    void *stages = trial->stages;
    void *telemetry = trial->telemetry;
    size_t telemetry_bytes = telemetry ? tkg_telemetry_bytes(trial->telemetry->point_count) : 0;
    bool copied = copy_bytes(&stages, sizeof(*trial->stages));
    if (copied && !copy_bytes(&telemetry, telemetry_bytes)) {
        free(stages);
        copied = false;
    }
    trial->stages = stages;
    trial->telemetry = telemetry;
    return copied;
}

enum tkg_status tkg_case_add_trial(struct tkg_case *the_case, const struct tkg_trial *trial,
                                   struct tkg_error *err)
{
    struct tkg_trial added = *trial;
    struct tkg_trial *trials = grown(the_case->trials, the_case->trial_count,
                                     &the_case->trial_capacity, sizeof(the_case->trials[0]));
    the_case->trials = trials ? trials : the_case->trials;
    if (!trials || !copy_parts(&added)) {
        return tkg_fail(err, TKG_NO_MEMORY,
                        "case \"%s\": no memory for trial %zu; run fewer rounds or free memory",
                        the_case->name, the_case->trial_count + 1);
    }
    trials[the_case->trial_count++] = added;
    return TKG_OK;
}

struct tkg_trial tkg_trial_empty(enum tkg_pass pass)
{
    struct tkg_trial trial;
    memset(&trial, 0, sizeof(trial));
    trial.pass = pass;
    trial.cpu = -1;
    trial.steal_share_0to1 = NAN;
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        trial.values[i] = NAN;
    }
    return trial;
}
