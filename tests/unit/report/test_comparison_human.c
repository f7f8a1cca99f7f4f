/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "sample_comparison.h"

static void write_sample(const struct tkg_comparison *comparison, struct tkg_text *out)
{
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    const struct tkg_comparison_input input = {.record = &record, .comparison = comparison};
    tkg_text_init(out);
    assert_status(tkg_comparison_write_human(&input, out, &err), TKG_OK, &err);
    tkg_comparison_record_deinit(&record);
}

static void regression_is_told_with_its_proof(void **state)
{
    (void)state;
    const struct tkg_comparison comparison = sample_conclusion();
    struct tkg_text out;
    write_sample(&comparison, &out);
    assert_string_equal(
        tkg_text_borrow(&out),
        "REGRESSION: head is slower than base by more than 1 %\n"
        "  time   +2.00 % [+1.99, +2.01]  20 launches (1 slow ones left out) in 312 ms\n"
        "  proof  base against itself +0.00 % [-0.01, +0.01]  holds 0: ok\n"
        "         planted +2.00 % read as +2.00 % [+1.99, +2.01]  seen: ok\n"
        "  base   base.so  (1 layout, digest 0x0000000000abcdef)\n"
        "  head   head.so  (1 layout, digest 0x0000000000abcdef)\n"
        "  ticks  synthetic:futures, slices of 10000\n"
        "  note   1 layout a side: code placement alone can move an engine by 5 %; give 16 or more "
        "to trust less than that\n");
    tkg_text_deinit(&out);
}

static void expect_headline(enum tkg_comparison_outcome outcome, const char *headline)
{
    struct tkg_comparison comparison = sample_conclusion();
    struct tkg_text out;
    comparison.outcome = outcome;
    write_sample(&comparison, &out);
    assert_int_equal(strncmp(tkg_text_borrow(&out), headline, strlen(headline)), 0);
    tkg_text_deinit(&out);
}

static void every_outcome_has_its_headline(void **state)
{
    (void)state;
    expect_headline(TKG_COMPARISON_PASS, "pass: head is not slower than base by as much as 2 %\n");
    expect_headline(TKG_COMPARISON_IMPROVEMENT,
                    "improvement: head is faster than base by more than 1 %\n");
    expect_headline(TKG_COMPARISON_INCONCLUSIVE,
                    "inconclusive: neither slower by 1 % nor surely less than 2 %\n");
    expect_headline(TKG_COMPARISON_CANNOT_TELL,
                    "cannot tell: this run failed its own proof, so it says nothing\n");
}

static void failed_proof_and_missing_interval_are_said(void **state)
{
    (void)state;
    struct tkg_comparison comparison = sample_conclusion();
    struct tkg_text out;
    comparison.null_holds = false;
    comparison.plant_holds = false;
    comparison.plant.low = -INFINITY;
    comparison.plant.high = INFINITY;
    write_sample(&comparison, &out);
    assert_contains(tkg_text_borrow(&out), "does not hold 0: FAILED");
    assert_contains(tkg_text_borrow(&out),
                    "read as +2.00 % (too few launches for an interval)  not seen: FAILED");
    tkg_text_deinit(&out);
}

static void hostile_names_do_not_reach_the_terminal(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    const struct tkg_comparison comparison = sample_conclusion();
    struct tkg_error err = {0};
    struct tkg_text out;
    make_sample_comparison(&record);
    (void)snprintf(record.head.name, sizeof record.head.name, "\x1b[2Jhead\n.so");
    const struct tkg_comparison_input input = {.record = &record, .comparison = &comparison};
    tkg_text_init(&out);
    assert_status(tkg_comparison_write_human(&input, &out, &err), TKG_OK, &err);
    assert_null(strchr(tkg_text_borrow(&out), '\x1b'));
    assert_null(strstr(tkg_text_borrow(&out), "\n.so"));
    tkg_text_deinit(&out);
    tkg_comparison_record_deinit(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regression_is_told_with_its_proof),
        cmocka_unit_test(every_outcome_has_its_headline),
        cmocka_unit_test(failed_proof_and_missing_interval_are_said),
        cmocka_unit_test(hostile_names_do_not_reach_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
