/* SPDX-License-Identifier: Apache-2.0 */
#include "report/result_fields.h"

#include "cmocka_all.h"

#include <stdbool.h>

#include "host/fingerprint.h"
#include "sample/run_record.h"
#include "sample/stage_table.h"

static const struct {
    const struct tkg_result_field *fields;
    size_t struct_bytes;
} tables[] = {
    {tkg_run_fields, sizeof(struct tkg_run_record)},
    {tkg_failure_fields, sizeof(struct tkg_run_record)},
    {tkg_engine_fields, sizeof(struct tkg_run_record)},
    {tkg_environment_fields, sizeof(struct tkg_fingerprint)},
    {tkg_trial_fields, sizeof(struct tkg_trial)},
    {tkg_portfolio_fields, sizeof(struct tkg_portfolio)},
    {tkg_stage_fields, sizeof(struct tkg_stage_row)},
};

enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

static void names_are_unique_in_their_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < TABLES; i++) {
        for (const struct tkg_result_field *a = tables[i].fields; a->name; a++) {
            for (const struct tkg_result_field *b = a + 1; b->name; b++) {
                assert_string_not_equal(a->name, b->name);
            }
        }
    }
}

/* The size of a member must be that of its kind: memcpy relies on it. */
static void members_have_the_size_of_their_kind(void **state)
{
    (void)state;
    static const size_t bytes[] = {
        [TKG_FIELD_TEXT] = 0,  [TKG_FIELD_BOOL] = sizeof(bool),
        [TKG_FIELD_U32] = 4,   [TKG_FIELD_U64] = 8,
        [TKG_FIELD_I32] = 4,   [TKG_FIELD_I64] = 8,
        [TKG_FIELD_REAL] = 8,  [TKG_FIELD_TIME] = 8,
        [TKG_FIELD_HEX64] = 8, [TKG_FIELD_SEED] = 8,
    };
    for (size_t i = 0; i < TABLES; i++) {
        for (const struct tkg_result_field *one = tables[i].fields; one->name; one++) {
            assert_true(one->offset + one->bytes <= tables[i].struct_bytes);
            if (one->kind == TKG_FIELD_TEXT) {
                assert_true(one->bytes > 1);
            } else {
                assert_int_equal(one->bytes, bytes[one->kind]);
            }
        }
    }
}

static void members_do_not_overlap(void **state)
{
    (void)state;
    for (size_t i = 0; i < TABLES; i++) {
        for (const struct tkg_result_field *a = tables[i].fields; a->name; a++) {
            for (const struct tkg_result_field *b = a + 1; b->name; b++) {
                assert_true(a->offset + a->bytes <= b->offset || b->offset + b->bytes <= a->offset);
            }
        }
    }
}

/* Every byte of a trial is either in the table, or in the members that are written by name. */
static void no_member_of_a_trial_is_forgotten(void **state)
{
    (void)state;
    struct tkg_trial trial;
    size_t known = sizeof(trial.pass) + sizeof(trial.invalid) + sizeof(trial.values) +
                   sizeof(trial.portfolio) + sizeof(trial.stages) + sizeof(trial.telemetry);
    for (const struct tkg_result_field *one = tkg_trial_fields; one->name; one++) {
        known += one->bytes;
    }
    assert_in_range(known, sizeof(trial) - 7, sizeof(trial)); /* padding of 8-byte alignment */
}

static void every_number_with_a_range_has_an_ordered_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < TABLES; i++) {
        for (const struct tkg_result_field *one = tables[i].fields; one->name; one++) {
            assert_true(one->low <= one->high);
            assert_true(one->kind != TKG_FIELD_REAL || one->low < one->high);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_unique_in_their_table),
        cmocka_unit_test(members_have_the_size_of_their_kind),
        cmocka_unit_test(members_do_not_overlap),
        cmocka_unit_test(no_member_of_a_trial_is_forgotten),
        cmocka_unit_test(every_number_with_a_range_has_an_ordered_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
