/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/profile_options.h"

#include <string.h>

#include "cmocka_all.h"

static struct tkg_profile_options options;
static struct tkg_error err;

static int begin(void **state)
{
    (void)state;
    tkg_profile_options_init(&options);
    err = (struct tkg_error){0};
    return 0;
}

static void untold_it_is_a_short_replay_and_a_human_report(void **state)
{
    (void)state;
    assert_string_equal(options.replay.stream, "synthetic:futures");
    assert_int_equal(options.replay.stream_seed, 42);
    assert_int_equal(options.replay.tick_count, 100000);
    assert_int_equal(options.replay.struct_bytes, sizeof options.replay);
    assert_true(options.replay.timeout_ns == INT64_C(300000000000));
    assert_false(options.is_json);
    assert_string_equal(options.output, "-");
}

static void each_setter_fills_its_member(void **state)
{
    (void)state;
    assert_int_equal(tkg_profile_set_params(&options, "a=1,b=2", &err), TKG_OK);
    assert_int_equal(tkg_profile_set_stream(&options, "ticks.bin", &err), TKG_OK);
    assert_int_equal(tkg_profile_set_ticks(&options, "2M", &err), TKG_OK);
    assert_int_equal(tkg_profile_set_timeout(&options, "2 s", &err), TKG_OK);
    assert_int_equal(tkg_profile_set_format(&options, "json", &err), TKG_OK);
    assert_int_equal(tkg_profile_set_output(&options, "report.json", &err), TKG_OK);
    assert_string_equal(options.replay.parameters, "a=1,b=2");
    assert_string_equal(options.replay.stream, "ticks.bin");
    assert_int_equal(options.replay.tick_count, 2000000);
    assert_true(options.replay.timeout_ns == INT64_C(2000000000));
    assert_true(options.is_json);
    assert_string_equal(options.output, "report.json");
}

static void what_cannot_be_is_refused(void **state)
{
    char text[TKG_RECORD_TEXT_BYTES + 1];
    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(tkg_profile_set_params(&options, text, &err), TKG_USAGE);
    assert_int_equal(tkg_profile_set_stream(&options, text, &err), TKG_USAGE);
    assert_int_equal(tkg_profile_set_ticks(&options, "999", &err), TKG_USAGE);
    assert_string_equal(err.text, "'999' is not from 1000 to 10 M");
    assert_int_equal(tkg_profile_set_ticks(&options, "many", &err), TKG_USAGE);
    assert_int_equal(tkg_profile_set_ticks(&options, "11M", &err), TKG_USAGE);
    assert_int_equal(tkg_profile_set_timeout(&options, "0 s", &err), TKG_USAGE);
    assert_int_equal(tkg_profile_set_format(&options, "xml", &err), TKG_USAGE);
    assert_int_equal(options.replay.tick_count, 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(untold_it_is_a_short_replay_and_a_human_report, begin),
        cmocka_unit_test_setup(each_setter_fills_its_member, begin),
        cmocka_unit_test_setup(what_cannot_be_is_refused, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
