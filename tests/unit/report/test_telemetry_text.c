/* SPDX-License-Identifier: Apache-2.0 */
#include "report_check.h"

#include "report/telemetry_text.h"
#include "telemetry_run.h"

static void nothing_is_said_of_a_run_without_samples(void **state)
{
    struct report_case *one = *state;
    tkg_telemetry_add_table(&one->out, &one->input);
    assert_int_equal(one->out.length, 0);
}

static void a_row_holds_what_the_trial_used(void **state)
{
    struct report_case *one = *state;
    make_sampled(one);
    tkg_telemetry_add_table(&one->out, &one->input);
    const char *text = tkg_text_borrow(&one->out);
    assert_contains(text, "TELEMETRY  samples  CPU mean     max  system  waited  stolen   memory");
    assert_contains(text, "  B block       60    25.0 %  25.0 %     0 %     0 %     0 %  1.00 MB  "
                          "2.00 MB  0");
    assert_contains(text, "wrote 12.3 KB, 1 thread\n");
    assert_contains(text, "  machine 1 usable CPU, load ");
    assert_contains(text,
                    "sampled every 20.0 ms (pass B) on a CPU beside, which took 2.00 % of it");
    assert_contains(text,
                    "  gpu 0 One `gpu`: busy n/a (max 50.0 %), memory peak 1.00 MB of 8.00 MB, "
                    "by this process unknown\n");
    free_sampled(one);
}

/* row: B07 */
static void four_samples_are_said_to_be_too_few(void **state)
{
    struct report_case *one = *state;
    make_sampled_with(one, 4);
    tkg_telemetry_add_table(&one->out, &one->input);
    const char *text = tkg_text_borrow(&one->out);
    assert_contains(text, "  B block        4  insufficient samples    -       -");
    free_sampled(one);
}

/* row: B07 */
static void four_samples_of_a_gpu_are_too_few_as_well(void **state)
{
    struct report_case *one = *state;
    make_sampled_with(one, 60);
    struct tkg_case *from = &one->run.record.cases[SAMPLED_CASE];
    from->trials[from->trial_count - 1].telemetry->gpus[0].sample_count = 4;
    tkg_telemetry_add_table(&one->out, &one->input);
    assert_contains(tkg_text_borrow(&one->out), "  gpu 0 One `gpu`: insufficient samples (4)\n");
    free_sampled(one);
}

static void spikes_of_neighbours_are_told_apart(void **state)
{
    struct report_case *one = *state;
    make_sampled(one);
    struct tkg_telemetry_row *row = &one->run.summary.cases[SAMPLED_CASE].telemetry[0];
    row->figures.spikes.count = 3;
    row->figures.spikes.external_count = 2;
    tkg_telemetry_add_table(&one->out, &one->input);
    assert_contains(tkg_text_borrow(&one->out), "3, 2 external\n");
    free_sampled(one);
}

int main(void)
{
#define WITH_RUN(test) cmocka_unit_test_setup_teardown(test, report_setup, report_teardown)
    const struct CMUnitTest tests[] = {
        WITH_RUN(nothing_is_said_of_a_run_without_samples),
        WITH_RUN(a_row_holds_what_the_trial_used),
        WITH_RUN(four_samples_are_said_to_be_too_few),
        WITH_RUN(four_samples_of_a_gpu_are_too_few_as_well),
        WITH_RUN(spikes_of_neighbours_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
