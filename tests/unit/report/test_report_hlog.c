/* SPDX-License-Identifier: Apache-2.0
 *
 * tests/report_hdr has the compressed histograms read by a library of HdrHistogram.
 */
#include "report/report_format.h"

#include "report_check.h"
#include "sample/histogram.h"

/* The sample run starts at 1772600767.123456789 and takes 41.5 s. */
static void the_head_is_that_of_version_1_3(void **state)
{
    struct report_case *one = *state;
    static const char head[] =
        "#[Logged with tickgate 0.1.0]\n"
        "#[Histogram log format version 1.3]\n"
        "#[StartTime: 1772600767.123 (seconds since epoch), 2026-03-04T05:06:07.123456789Z]\n"
        "#[Values are in the unit that the tag ends in, Interval_Max in ms]\n"
        "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_"
        "Histogram\"\n"
        "#[replay/10K/block_ps: missing: a result file holds no histograms;";
    assert_int_equal(strncmp(render(one, "hlog"), head, strlen(head)), 0);
}

static void a_histogram_is_a_line_with_its_tag_and_maximum(void **state)
{
    struct report_case *one = *state;
    one->run.record.cases[0].tick_ns_x1000 = tkg_histogram_create();
    one->run.record.cases[3].response_ns = tkg_histogram_create();
    tkg_histogram_record(one->run.record.cases[0].tick_ns_x1000, 5100000);
    tkg_histogram_record(one->run.record.cases[3].response_ns, 5100000);
    const char *text = render(one, "hlog");
    assert_contains(text, "\nTag=replay/10K/tick_ps,0.000,41.500,0.005100,HISTFAAAA");
    assert_contains(text, "\nTag=paced/100K/response_ns,0.000,41.500,5.100000,HISTFAAAA");
    assert_null(strstr(text, "Tag=replay/10K/block"));
}

/* Commas, blanks and line ends are what readers cut at. */
static void names_from_outside_are_one_tag(void **state)
{
    struct report_case *one = *state;
    struct tkg_case *the_case = &one->run.record.cases[0];
    (void)snprintf(the_case->name, sizeof(the_case->name), "a,b c\n\"d]\xff/e");
    the_case->tick_ns_x1000 = tkg_histogram_create();
    const char *text = render(one, "hlog");
    const char *tag = strstr(text, "\nTag=a_b_c");
    assert_non_null(tag);
    size_t length = strcspn(tag + 1, ",\n");
    assert_int_equal(tag[1 + length], ',');
    assert_int_equal(strncmp(tag + 1 + length - 8, "/tick_ps", 8), 0);
    assert_true(strcspn(tag + 1, " \"]") > length);
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(the_head_is_that_of_version_1_3),
        REPORT_TEST(a_histogram_is_a_line_with_its_tag_and_maximum),
        REPORT_TEST(names_from_outside_are_one_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
