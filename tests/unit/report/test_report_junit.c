/* SPDX-License-Identifier: Apache-2.0 */
#include "report_check.h"

/* A small checker of well-formedness (XML 1.0): tags nest, attributes are quoted and hold no '<',
 * every '&' begins one of the five references, and nothing but characters stands between. */
static const char *skip_reference(const char *text)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strncmp(text, known[i], strlen(known[i])) == 0) {
            return text + strlen(known[i]);
        }
    }
    fail_msg("'&' that begins no reference: %.20s", text);
    return text;
}

static const char *skip_attributes(const char *text)
{
    while (*text == ' ') {
        text += 1 + strspn(text + 1, "abcdefghijklmnopqrstuvwxyz");
        assert_int_equal(strncmp(text, "=\"", 2), 0);
        for (text += 2; *text != '"';) {
            assert_true(*text != '\0' && *text != '<');
            text = *text == '&' ? skip_reference(text) : text + 1;
        }
        text++;
    }
    return text;
}

static void assert_well_formed(const char *text)
{
    enum { DEPTH_MAX = 16, NAME_BYTES = 32 };
    char open[DEPTH_MAX][NAME_BYTES];
    size_t depth = 0;
    assert_int_equal(strncmp(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", 39), 0);
    for (text += 39; *text;) {
        if (*text != '<') {
            assert_true(*text != '>');
            text = *text == '&' ? skip_reference(text) : text + 1;
            continue;
        }
        bool closing = text[1] == '/';
        const char *name = text + 1 + closing;
        size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz");
        assert_in_range(length, 1, NAME_BYTES - 1);
        text = skip_attributes(name + length);
        bool empty = *text == '/';
        text += empty;
        assert_int_equal(*text++, '>');
        if (closing) {
            assert_true(depth > 0);
            depth--;
            assert_int_equal(strncmp(open[depth], name, length), 0);
        } else if (!empty) {
            assert_true(depth < DEPTH_MAX);
            (void)snprintf(open[depth++], NAME_BYTES, "%.*s", (int)length, name);
        }
    }
    assert_int_equal(depth, 0);
}

static void the_document_is_as_expected(void **state)
{
    struct report_case *one = *state;
    const char *text = render(one, "junit");
    assert_well_formed(text);
    assert_expected(text, "junit.xml");
}

/* row: T05 */
static void every_verdict_is_one_test_case(void **state)
{
    struct report_case *one = *state;
    const char *text = render(one, "junit");
    assert_int_equal(count_of(text, "<testcase "), 7);
    assert_int_equal(count_of(text, "<failure "), 1);
    assert_int_equal(count_of(text, "<skipped "), 2);
    assert_contains(text, "tests=\"7\" failures=\"1\" errors=\"0\" skipped=\"2\"");
    assert_contains(text, "message=\"p99 of replay/1M is 12.0 [11.9, 12.1] ns, limit &lt;= 10 ns");
}

static void what_cannot_be_told_is_skipped_with_its_reason(void **state)
{
    struct report_case *one = *state;
    one->run.verdicts.verdicts[0].outcome = TKG_OUTCOME_INVALID;
    one->run.verdicts.verdicts[0].measured.invalid_count = 30;
    one->run.summary.cases[2].first_invalidity = TKG_INVALID_CPU_SHARE;
    one->run.verdicts.counts[TKG_OUTCOME_PASS]--;
    one->run.verdicts.counts[TKG_OUTCOME_INVALID]++;
    const char *text = render(one, "junit");
    assert_int_equal(count_of(text, "<skipped "), 3);
    assert_contains(text, "30 flagged trials, 20 valid (CPU");
    assert_contains(text, "the limit lies inside the interval");
    assert_contains(text, "3 valid samples, 5 needed");
}

static void a_run_without_targets_is_an_empty_suite(void **state)
{
    struct report_case *one = *state;
    const struct tkg_verdict_list none = {0};
    one->input.verdicts = &none;
    const char *text = render(one, "junit");
    assert_well_formed(text);
    assert_contains(text, "tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\"");
}

static void a_failed_run_is_one_error(void **state)
{
    struct report_case *one = *state;
    make_failed(one);
    const char *text = render(one, "junit");
    assert_well_formed(text);
    assert_int_equal(count_of(text, "tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\""), 2);
    assert_contains(text,
                    "<testcase classname=\"tickgate\" name=\"run\">\n      <error "
                    "type=\"run ended early\" message=\"engine &lt;x&gt; crashed (signal 11)");
}

static void a_file_stream_has_no_seed(void **state)
{
    struct report_case *one = *state;
    assert_contains(render(one, "junit"), "name=\"seed\" value=\"42\"");
    (void)tkg_string_copy(one->run.record.stream, TKG_RECORD_TEXT_BYTES, "ticks/eur.csv");
    assert_lacks(render(one, "junit"), "name=\"seed\"");
}

static void hostile_names_stay_text(void **state)
{
    struct report_case *one = *state;
    make_hostile(one);
    const char *text = render(one, "junit");
    assert_well_formed(text);
    assert_no_active_bytes(text, false);
    assert_lacks(text, "<script>");
    assert_lacks(text, "]]>");
    assert_contains(text, "&lt;script&gt;");
    assert_contains(text, "&amp;amp;");
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(the_document_is_as_expected),
        REPORT_TEST(every_verdict_is_one_test_case),
        REPORT_TEST(what_cannot_be_told_is_skipped_with_its_reason),
        REPORT_TEST(a_run_without_targets_is_an_empty_suite),
        REPORT_TEST(a_failed_run_is_one_error),
        REPORT_TEST(a_file_stream_has_no_seed),
        REPORT_TEST(hostile_names_stay_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
