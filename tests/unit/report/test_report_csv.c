/* SPDX-License-Identifier: Apache-2.0 */
#include "report_check.h"

enum { FIELDS = 15, FIELD_BYTES = 256 };

/* Reads one record by the grammar of RFC 4180, section 2; returns the text behind it. */
static const char *read_record(const char *text, char fields[FIELDS][FIELD_BYTES])
{
    size_t field = 0;
    for (;;) {
        size_t used = 0;
        bool quoted = *text == '"';
        text += quoted ? 1 : 0;
        while (*text && (quoted ? (*text != '"' || text[1] == '"') : !strchr(",\r\n\"", *text))) {
            text += quoted && *text == '"' ? 1 : 0;
            assert_true(used < FIELD_BYTES - 1);
            fields[field][used++] = *text++;
        }
        fields[field][used] = '\0';
        text += quoted ? 1 : 0;
        field++;
        if (*text != ',') {
            break;
        }
        assert_true(field < FIELDS);
        text++;
    }
    assert_int_equal(field, FIELDS);
    assert_true(text[0] == '\r' && text[1] == '\n');
    return text + 2;
}

static void the_header_names_every_column(void **state)
{
    struct report_case *one = *state;
    const char *text = render(one, "csv");
    static const char header[] = "case,ticks,metric,unit,value,low,high,coverage,count,"
                                 "invalid_count,mean,stddev,mad,min,max\r\n";
    assert_int_equal(strncmp(text, header, sizeof(header) - 1), 0);
}

/* 3 sizes of 32 metrics, 5 paced ones and 3 for each of 2 rulers. */
static void there_is_one_record_per_case_and_measured_metric(void **state)
{
    struct report_case *one = *state;
    char fields[FIELDS][FIELD_BYTES];
    const char *text = read_record(render(one, "csv"), fields);
    size_t records = 0;
    for (; *text; records++) {
        text = read_record(text, fields);
        assert_true(strlen(fields[0]) > 0);
    }
    assert_int_equal(records, 3 * 32 + 5 + 2 * 3);
}

static void numbers_read_back_as_the_same_doubles(void **state)
{
    struct report_case *one = *state;
    char fields[FIELDS][FIELD_BYTES];
    const char *text = read_record(render(one, "csv"), fields);
    (void)read_record(text, fields);
    const struct tkg_estimate *expected =
        &one->run.summary.cases[0].estimates[TKG_METRIC_THROUGHPUT];
    assert_string_equal(fields[0], "replay/10K");
    assert_string_equal(fields[1], "10000");
    assert_string_equal(fields[2], "throughput");
    assert_string_equal(fields[3], "ticks/s");
    assert_near(strtod(fields[4], NULL), expected->value, 0.0);
    assert_near(strtod(fields[5], NULL), expected->low, 0.0);
    assert_near(strtod(fields[7], NULL), expected->coverage_0to1, 0.0);
    assert_string_equal(fields[8], "20");
    assert_string_equal(fields[9], "0");
    assert_near(strtod(fields[11], NULL), expected->stddev, 0.0);
    assert_near(strtod(fields[14], NULL), expected->max, 0.0);
}

/* row: B07 */
static void too_few_samples_print_no_number(void **state)
{
    struct report_case *one = *state;
    char fields[FIELDS][FIELD_BYTES];
    make_too_few(one);
    const char *text = read_record(render(one, "csv"), fields);
    while (*text) {
        text = read_record(text, fields);
        assert_string_equal(fields[4], "insufficient samples");
        assert_string_equal(fields[8], "4");
        for (size_t i = 5; i < FIELDS; i++) {
            assert_true(i == 8 || i == 9 || fields[i][0] == '\0');
        }
    }
}

static void a_figure_that_is_not_finite_leaves_its_field_empty(void **state)
{
    struct report_case *one = *state;
    char fields[FIELDS][FIELD_BYTES];
    one->run.summary.cases[0].estimates[TKG_METRIC_THROUGHPUT].stddev = NAN;
    const char *text = read_record(render(one, "csv"), fields);
    (void)read_record(text, fields);
    assert_string_equal(fields[11], "");
    assert_lacks(render(one, "csv"), "nan");
}

static void assert_name_written(struct report_case *one, const char *name, const char *expected)
{
    char fields[FIELDS][FIELD_BYTES];
    (void)tkg_string_copy(one->run.record.cases[0].name, TKG_CASE_NAME_BYTES, name);
    const char *text = read_record(render(one, "csv"), fields);
    (void)read_record(text, fields);
    assert_string_equal(fields[0], expected);
}

static void names_that_look_like_formulas_are_defused(void **state)
{
    struct report_case *one = *state;
    assert_name_written(one, "=1+1", "'=1+1");
    assert_name_written(one, "+1", "'+1");
    assert_name_written(one, "-1", "'-1");
    assert_name_written(one, "@SUM(A1)", "'@SUM(A1)");
    assert_name_written(one,
                        "\xEF\xBC\x9D"
                        "1",
                        "'\xEF\xBC\x9D"
                        "1"); /* full-width = */
    assert_name_written(one, "\t=1", "\xEF\xBF\xBD=1");
    assert_name_written(one, "a=1", "a=1");
}

static void quotes_and_separators_survive_quoting(void **state)
{
    struct report_case *one = *state;
    assert_name_written(one, "a\"b", "a\"b");
    assert_name_written(one, "a,b", "a,b");
    assert_name_written(one, "\"", "\"");
    assert_name_written(one, " a;b ", " a;b ");
}

static void hostile_names_neither_act_nor_add_records(void **state)
{
    struct report_case *one = *state;
    char fields[FIELDS][FIELD_BYTES];
    make_hostile(one);
    const char *text = render(one, "csv");
    assert_no_active_bytes(text, true);
    size_t records = 0;
    for (; *text; records++) {
        text = read_record(text, fields);
        assert_null(strchr("=+-@", fields[0][0]));
    }
    assert_int_equal(records, 1 + 3 * 32 + 5 + 2 * 3);
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(the_header_names_every_column),
        REPORT_TEST(there_is_one_record_per_case_and_measured_metric),
        REPORT_TEST(numbers_read_back_as_the_same_doubles),
        REPORT_TEST(too_few_samples_print_no_number),
        REPORT_TEST(a_figure_that_is_not_finite_leaves_its_field_empty),
        REPORT_TEST(names_that_look_like_formulas_are_defused),
        REPORT_TEST(quotes_and_separators_survive_quoting),
        REPORT_TEST(hostile_names_neither_act_nor_add_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
