/* SPDX-License-Identifier: Apache-2.0 */
#include "base/suggest.h"
#include "cmocka_all.h"

static const char *const words[] = {"throughput", "latency_p50", "latency_p99", "peak_memory",
                                    "run"};
enum { WORD_COUNT = sizeof(words) / sizeof(words[0]) };

/* Edit distances counted by hand beside each case. */
static void nearest_word_is_suggested(void **state)
{
    (void)state;
    assert_string_equal(tkg_suggest("thoughput", words, WORD_COUNT), "throughput");   /* 1 insert */
    assert_string_equal(tkg_suggest("latency_p9", words, WORD_COUNT), "latency_p99"); /* 1 insert */
    assert_string_equal(tkg_suggest("peek_memroy", words, WORD_COUNT),
                        "peak_memory");                                /* 1 + swap */
    assert_string_equal(tkg_suggest("rnu", words, WORD_COUNT), "run"); /* one swap */
    assert_string_equal(tkg_suggest("latency_p50", words, WORD_COUNT), "latency_p50");
}

static void far_words_are_not(void **state)
{
    (void)state;
    assert_null(tkg_suggest("cat", words, WORD_COUNT)); /* 2 of 3 letters of "run" differ */
    assert_null(tkg_suggest("zzzzzzzzzz", words, WORD_COUNT));
    assert_null(tkg_suggest("", words, WORD_COUNT));
    assert_null(tkg_suggest("run", words, 0));
    assert_null(tkg_suggest("throuXXXXut", words, WORD_COUNT)); /* distance 4 */
}

static void first_of_equally_near_words_wins(void **state)
{
    (void)state;
    assert_string_equal(tkg_suggest("latency_p59", words, WORD_COUNT), "latency_p50");
}

static void overlong_words_match_nothing(void **state)
{
    (void)state;
    char word[100];
    memset(word, 'a', sizeof(word));
    word[sizeof(word) - 1] = '\0';
    const char *const candidates[] = {word};
    assert_null(tkg_suggest(word, words, WORD_COUNT));
    assert_null(tkg_suggest("aaaaaa", candidates, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nearest_word_is_suggested),
        cmocka_unit_test(far_words_are_not),
        cmocka_unit_test(first_of_equally_near_words_wins),
        cmocka_unit_test(overlong_words_match_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
