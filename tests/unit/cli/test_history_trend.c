/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/history_trend.h"

#include "cmocka_all.h"
#include "sample_history.h"

static struct sample_history made;
static const struct tkg_history_page page = {.newest = 2};

static int set_up(void **state)
{
    (void)state;
    sample_history_init(&made);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sample_history_deinit(&made);
    return 0;
}

static void trend_of_one_metric_shows_its_newest_runs_and_its_step(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_text out = {0};
    const struct tkg_history_question question = {.metric = "latency_mean",
                                                  .case_name = "replay/1M"};
    const struct tkg_history_view view = {&question, &page, NULL};
    assert_status(tkg_history_trend_show(made.history, &view, &out, &err), TKG_OK, &err);
    assert_contains(tkg_text_borrow(&out), "\n39  ");
    assert_null(strstr(tkg_text_borrow(&out), "\n38  "));
    assert_contains(tkg_text_borrow(&out), "step at run 26 (c000026): +");
    tkg_text_deinit(&out);
}

static void changes_name_what_changed_and_leave_out_what_did_not(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_text out = {0};
    const struct tkg_history_question question = {.metric = NULL};
    const struct tkg_history_view view = {&question, &page, NULL};
    assert_status(tkg_history_changes_show(made.history, &view, &out, &err), TKG_OK, &err);
    const char *text = tkg_text_borrow(&out);
    assert_contains(text, "latency_mean of replay/1M, machine 01234567");
    assert_contains(text, "throughput of replay/1M");
    assert_null(strstr(text, "of replay/10K"));
    assert_contains(text, "\n2 of ");
    tkg_text_deinit(&out);
}

static void unknown_metric_is_told(void **state)
{
    (void)state;
    struct tkg_error err;
    struct tkg_text out = {0};
    const struct tkg_history_question question = {.metric = "x", .case_name = "replay/1M"};
    const struct tkg_history_view view = {&question, &page, NULL};
    assert_int_equal(tkg_history_trend_show(made.history, &view, &out, &err), TKG_NOTHING);
    tkg_text_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trend_of_one_metric_shows_its_newest_runs_and_its_step),
        cmocka_unit_test(changes_name_what_changed_and_leave_out_what_did_not),
        cmocka_unit_test(unknown_metric_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
