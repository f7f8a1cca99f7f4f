/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/option_value.h"

#include <string.h>

#include "cmocka_all.h"
#include "verdict/comparison.h"

static struct tkg_error err;

static int begin(void **state)
{
    (void)state;
    err = (struct tkg_error){0};
    return 0;
}

static void text_is_kept_whole_or_refused(void **state)
{
    char out[4] = "old";
    (void)state;
    assert_int_equal(tkg_option_take_text("new", out, sizeof out, &err), TKG_OK);
    assert_string_equal(out, "new");
    assert_int_equal(tkg_option_take_text("long", out, sizeof out, &err), TKG_USAGE);
    assert_string_equal(err.text, "longer than 3 bytes");
}

static void seed_is_any_whole_number_of_64_bits(void **state)
{
    uint64_t seed = 0;
    (void)state;
    assert_int_equal(tkg_option_take_seed("18446744073709551615", &seed, &err), TKG_OK);
    assert_true(seed == UINT64_MAX);
    assert_int_equal(tkg_option_take_seed("18446744073709551616", &seed, &err), TKG_USAGE);
    assert_string_equal(err.text, "'18446744073709551616' is not a whole number from 0 to 2^64-1");
    assert_int_equal(tkg_option_take_seed("-1", &seed, &err), TKG_USAGE);
}

static void format_is_human_or_json(void **state)
{
    bool is_json = false;
    (void)state;
    assert_int_equal(tkg_option_take_format("json", &is_json, &err), TKG_OK);
    assert_true(is_json);
    assert_int_equal(tkg_option_take_format("human", &is_json, &err), TKG_OK);
    assert_false(is_json);
    assert_int_equal(tkg_option_take_format("xml", &is_json, &err), TKG_USAGE);
    assert_string_equal(err.text, "no format 'xml'; known: human json");
}

static void timeout_is_a_time_up_to_a_day(void **state)
{
    int64_t ns = 7;
    (void)state;
    assert_int_equal(tkg_option_take_timeout("1 ms", &ns, &err), TKG_OK);
    assert_true(ns == 1000000);
    assert_int_equal(tkg_option_take_timeout("86400 s", &ns, &err), TKG_OK);
    assert_true(ns == INT64_C(86400000000000));
    assert_int_equal(tkg_option_take_timeout("999 us", &ns, &err), TKG_USAGE);
    assert_string_equal(err.text, "'999 us' is outside 1 ms to 86400 s");
    assert_int_equal(tkg_option_take_timeout("86401 s", &ns, &err), TKG_USAGE);
    assert_int_equal(tkg_option_take_timeout("soon", &ns, &err), TKG_CONFIG);
    assert_true(ns == INT64_C(86400000000000));
}

static void launches_begin_with_the_first_look(void **state)
{
    size_t count = 0;
    (void)state;
    assert_int_equal(tkg_option_take_launches("12", &count, &err), TKG_OK);
    assert_int_equal(count, 12);
    assert_int_equal(tkg_option_take_launches("960", &count, &err), TKG_OK);
    assert_int_equal(count, TKG_LAUNCH_MAX);
    assert_int_equal(tkg_option_take_launches("11", &count, &err), TKG_USAGE);
    assert_string_equal(err.text, "'11' is not a whole number from 12 to 960");
    assert_int_equal(tkg_option_take_launches("961", &count, &err), TKG_USAGE);
    assert_int_equal(tkg_option_take_launches("many", &count, &err), TKG_USAGE);
}

static void a_size_is_a_count_of_ticks_from_one_on(void **state)
{
    uint64_t ticks = 7;
    (void)state;
    assert_int_equal(tkg_option_take_size("100k", &ticks, &err), TKG_OK);
    assert_int_equal(ticks, 100000);
    assert_int_equal(tkg_option_take_size("0", &ticks, &err), TKG_USAGE);
    assert_int_equal(tkg_option_take_size("many", &ticks, &err), TKG_USAGE);
    assert_string_equal(err.text, "'many' is not a number of ticks such as 100k");
    assert_int_equal(ticks, 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(text_is_kept_whole_or_refused, begin),
        cmocka_unit_test_setup(seed_is_any_whole_number_of_64_bits, begin),
        cmocka_unit_test_setup(format_is_human_or_json, begin),
        cmocka_unit_test_setup(timeout_is_a_time_up_to_a_day, begin),
        cmocka_unit_test_setup(launches_begin_with_the_first_look, begin),
        cmocka_unit_test_setup(a_size_is_a_count_of_ticks_from_one_on, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
