/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "report/gbench_token.h"

static void assert_mended(const char *from, const char *to)
{
    char copy[256];
    size_t length = strlen(from);
    memcpy(copy, from, length + 1);
    assert_int_equal(tkg_gbench_mend(copy, length), strcmp(from, to) != 0);
    assert_string_equal(copy, to);
}

static void every_spelling_becomes_an_empty_string_of_the_same_length(void **state)
{
    (void)state;
    assert_mended("{\"a\": NaN}", "{\"a\": \"\" }");
    assert_mended("{\"a\": -NaN}", "{\"a\": \"\"  }");
    assert_mended("{\"a\": Infinity}", "{\"a\": \"\"      }");
    assert_mended("{\"a\": -Infinity}", "{\"a\": \"\"       }");
    assert_mended("[nan,-nan,inf,-inf]", "[\"\" ,\"\"  ,\"\" ,\"\"  ]");
}

static void strings_are_left_alone(void **state)
{
    (void)state;
    assert_mended("{\"NaN\": \"inf NaN\"}", "{\"NaN\": \"inf NaN\"}");
    assert_mended("\"a\\\"NaN\"", "\"a\\\"NaN\"");
    assert_mended("\"a\\\\\"NaN", "\"a\\\\\"\"\" ");
}

static void text_that_ends_too_early_is_walked_to_its_end_only(void **state)
{
    (void)state;
    assert_mended("", "");
    assert_mended("\"", "\"");
    assert_mended("\"\\", "\"\\");
    assert_mended("Na", "Na");
    assert_mended("-Infinit", "-Infinit");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spelling_becomes_an_empty_string_of_the_same_length),
        cmocka_unit_test(strings_are_left_alone),
        cmocka_unit_test(text_that_ends_too_early_is_walked_to_its_end_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
