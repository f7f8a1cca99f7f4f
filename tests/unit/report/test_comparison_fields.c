/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "report/comparison_fields.h"
#include "sample/comparison_record.h"

/* A field lies inside its struct, in a member of its kind's size, and no name comes twice. */
static void check_table(const struct tkg_result_field *fields, size_t struct_bytes)
{
    for (size_t i = 0; fields[i].name; i++) {
        assert_true(fields[i].offset + fields[i].bytes <= struct_bytes);
        if (fields[i].kind == TKG_FIELD_REAL) {
            assert_int_equal(fields[i].bytes, sizeof(double));
            assert_true(fields[i].low < fields[i].high);
        }
        if (fields[i].kind == TKG_FIELD_U32) {
            assert_int_equal(fields[i].bytes, sizeof(uint32_t));
        }
        for (size_t other = 0; other < i; other++) {
            assert_string_not_equal(fields[i].name, fields[other].name);
        }
    }
}

static void tables_fit_their_structs(void **state)
{
    (void)state;
    check_table(tkg_comparison_question_fields, sizeof(struct tkg_comparison_record));
    check_table(tkg_comparison_side_fields, sizeof(struct tkg_side));
    check_table(tkg_comparison_launch_fields, sizeof(struct tkg_launch_record));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tables_fit_their_structs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
