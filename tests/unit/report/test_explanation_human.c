/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "explained.h"

static struct tkg_text write_text(const struct tkg_explanation_record *record)
{
    struct tkg_text text;
    struct tkg_error err = {0};
    tkg_text_init(&text);
    assert_status(tkg_explanation_write_human(record, &text, &err), TKG_OK, &err);
    return text;
}

static void guilty_function_stands_first_with_its_place(void **state)
{
    (void)state;
    struct tkg_explanation_record record;
    make_explained(&record);
    struct tkg_text text = write_text(&record);
    const char *head = "GUILTY: audit (core.c:30) executes 2.00 % of all instructions more than "
                       "in the base\n";
    assert_memory_equal(tkg_text_borrow(&text), head, strlen(head));
    assert_contains(tkg_text_borrow(&text), "instructions  +2.00 %  100 -> 102 a tick");
    assert_contains(tkg_text_borrow(&text), "CPU time      +2.00 %  100 -> 102 ns a tick");
    assert_contains(tkg_text_borrow(&text), "  * audit");
    assert_contains(tkg_text_borrow(&text), "1000 looks at the base and 1000 at the head");
    tkg_text_deinit(&text);
    deinit_explained(&record);
}

static void hardware_counters_are_shown_or_said_to_be_missing(void **state)
{
    (void)state;
    struct tkg_explanation_record record;
    make_explained(&record);
    record.base.hardware = (struct tkg_hardware_totals){1000000, -1, -1, -1};
    record.head.hardware = (struct tkg_hardware_totals){1020000, -1, -1, -1};
    struct tkg_text text = write_text(&record); /* 10,000 ticks were sampled */
    assert_contains(tkg_text_borrow(&text),
                    "instructions  100 -> 102 a tick, by the processor's own counter");
    assert_null(strstr(tkg_text_borrow(&text), "cycles"));
    tkg_text_deinit(&text);
    record.base.hardware.instructions = -1;
    text = write_text(&record);
    assert_contains(tkg_text_borrow(&text), "counters unavailable on this machine");
    tkg_text_deinit(&text);
    deinit_explained(&record);
}

static void nobody_is_accused_without_growth(void **state)
{
    (void)state;
    struct tkg_explanation_record record;
    make_explained(&record);
    tkg_function_table_deinit(&record.head);
    make_base_functions(&record.head);
    struct tkg_text text = write_text(&record);
    assert_contains(tkg_text_borrow(&text), "no function of the head costs surely more");
    assert_null(strstr(tkg_text_borrow(&text), "GUILTY"));
    tkg_text_deinit(&text);
    deinit_explained(&record);
}

static void silent_witness_and_other_work_are_said(void **state)
{
    (void)state;
    struct tkg_explanation_record record;
    make_explained(&record);
    record.head_digest = 6;
    record.head.has[TKG_COST_INSTRUCTIONS] = false;
    (void)snprintf(record.count_reason, sizeof record.count_reason, "valgrind is not installed");
    struct tkg_text text = write_text(&record);
    assert_contains(tkg_text_borrow(&text), "no counts: valgrind is not installed");
    assert_contains(tkg_text_borrow(&text), "the digests differ");
    assert_null(strstr(tkg_text_borrow(&text), "more instructions"));
    tkg_text_deinit(&text);
    deinit_explained(&record);
}

/* Names come out of files that others made. */
static void escapes_in_names_do_not_reach_the_terminal(void **state)
{
    (void)state;
    struct tkg_explanation_record record;
    make_explained(&record);
    add_function(&record.head, "evil\x1b[31m", 9000, 0);
    struct tkg_text text = write_text(&record);
    assert_null(strchr(tkg_text_borrow(&text), '\x1b'));
    assert_contains(tkg_text_borrow(&text), "evil");
    tkg_text_deinit(&text);
    deinit_explained(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guilty_function_stands_first_with_its_place),
        cmocka_unit_test(hardware_counters_are_shown_or_said_to_be_missing),
        cmocka_unit_test(nobody_is_accused_without_growth),
        cmocka_unit_test(silent_witness_and_other_work_are_said),
        cmocka_unit_test(escapes_in_names_do_not_reach_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
