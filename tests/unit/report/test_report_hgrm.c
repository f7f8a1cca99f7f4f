/* SPDX-License-Identifier: Apache-2.0
 *
 * tests/report_hdr compares larger ones with what a library of HdrHistogram prints.
 */
#include "report/report_format.h"

#include "report_check.h"
#include "sample/histogram.h"

/* Steps by hand as in test_percentile_ladder; mean 2500, population deviation sqrt(1.25) * 1000. */
static void four_values_are_a_section_in_nanoseconds(void **state)
{
    struct report_case *one = *state;
    struct tkg_histogram *histogram = tkg_histogram_create();
    for (uint64_t value = 1; value <= 4; value++) {
        tkg_histogram_record(histogram, value * 1000);
    }
    one->run.record.cases[1].block_ns_x1000 = histogram;
    assert_contains(render(one, "hgrm"),
                    "\n#[replay/100K block, ns]\n"
                    "       Value     Percentile TotalCount 1/(1-Percentile)\n"
                    "\n"
                    "      1.0000 0.000000000000          1           1.00\n"
                    "      1.0000 0.100000000000          1           1.11\n"
                    "      1.0000 0.200000000000          1           1.25\n"
                    "      2.0000 0.300000000000          2           1.43\n"
                    "      2.0000 0.400000000000          2           1.67\n"
                    "      2.0000 0.500000000000          2           2.00\n"
                    "      3.0000 0.550000000000          3           2.22\n"
                    "      3.0000 0.600000000000          3           2.50\n"
                    "      3.0000 0.650000000000          3           2.86\n"
                    "      3.0000 0.700000000000          3           3.33\n"
                    "      3.0000 0.750000000000          3           4.00\n"
                    "      4.0000 0.775000000000          4           4.44\n"
                    "      4.0000 1.000000000000          4\n"
                    "#[Mean    =       2.5000, StdDeviation   =       1.1180]\n"
                    "#[Max     =       4.0000, Total count    =            4]\n"
                    "#[Buckets =           33, SubBuckets     =         4096]\n"
                    "\n#[replay/100K tick: missing: ");
}

static void a_result_read_back_says_what_is_missing(void **state)
{
    struct report_case *one = *state;
    assert_string_equal(
        render(one, "hgrm"),
        "#[replay/10K block: missing: a result file holds no histograms; ask for this format "
        "when measuring]\n"
        "\n#[replay/10K tick: missing: a result file holds no histograms; ask for this format "
        "when measuring]\n"
        "\n#[replay/100K block: missing: a result file holds no histograms; ask for this format "
        "when measuring]\n"
        "\n#[replay/100K tick: missing: a result file holds no histograms; ask for this format "
        "when measuring]\n"
        "\n#[replay/1M block: missing: a result file holds no histograms; ask for this format "
        "when measuring]\n"
        "\n#[replay/1M tick: missing: a result file holds no histograms; ask for this format "
        "when measuring]\n"
        "\n#[paced/100K response: missing: a result file holds no histograms; ask for this format "
        "when measuring]\n");
}

static void an_empty_histogram_is_a_section_without_rows(void **state)
{
    struct report_case *one = *state;
    one->run.record.cases[3].response_ns = tkg_histogram_create();
    assert_contains(render(one, "hgrm"),
                    "1/(1-Percentile)\n\n"
                    "#[Mean    =       0.0000, StdDeviation   =       0.0000]\n"
                    "#[Max     =       0.0000, Total count    =            0]\n");
}

static void a_run_without_such_passes_says_so(void **state)
{
    struct report_case *one = *state;
    struct tkg_run_record empty;
    tkg_run_record_init(&empty);
    one->input.record = &empty;
    assert_string_equal(render(one, "hgrm"), "#[No pass with a histogram (B, C, P) was run]\n");
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(four_values_are_a_section_in_nanoseconds),
        REPORT_TEST(a_result_read_back_says_what_is_missing),
        REPORT_TEST(an_empty_histogram_is_a_section_without_rows),
        REPORT_TEST(a_run_without_such_passes_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
