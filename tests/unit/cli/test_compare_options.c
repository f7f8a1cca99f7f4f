/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/compare_options.h"

#include <math.h>
#include <string.h>

#include "cmocka_all.h"
#include "verdict/comparison.h"

static struct tkg_compare_options options;
static struct tkg_error err;

static enum tkg_status set(const char *name, const char *value)
{
    for (const struct tkg_option *option = tkg_compare_option_table; option->name; option++) {
        if (strcmp(option->name, name) == 0) {
            return option->set(&options, value, &err);
        }
    }
    fail_msg("no option --%s", name);
    return TKG_INTERNAL;
}

static int begin(void **state)
{
    (void)state;
    tkg_compare_options_init(&options);
    err = (struct tkg_error){0};
    return 0;
}

static void untold_it_compares_time_for_a_minute(void **state)
{
    (void)state;
    assert_string_equal(options.stream, "synthetic:futures");
    assert_int_equal(options.seed, 42);
    assert_int_equal(options.metric, TKG_COMPARE_TIME);
    assert_int_equal(options.side_kind, TKG_SIDES_ENGINES);
    assert_true(options.budget_ns == INT64_C(60000000000));
    assert_true(options.timeout_ns == INT64_C(60000000000));
    assert_int_equal(options.launch_max, TKG_LAUNCH_MAX);
    assert_true(options.tolerance == 0.0 && options.margin == 0.0); /* by the layouts */
    assert_string_equal(options.output, "-");
}

static void each_option_fills_its_member(void **state)
{
    (void)state;
    assert_int_equal(set("params", "a=1"), TKG_OK);
    assert_int_equal(set("stream", "t.bin"), TKG_OK);
    assert_int_equal(set("command", NULL), TKG_OK);
    assert_int_equal(set("ticks", "1000"), TKG_OK);
    assert_int_equal(set("seed", "7"), TKG_OK);
    assert_int_equal(set("metric", "p99"), TKG_OK);
    assert_int_equal(set("tolerance", "2 %"), TKG_OK);
    assert_int_equal(set("margin", "4 %"), TKG_OK);
    assert_int_equal(set("timeout", "5 s"), TKG_OK);
    assert_int_equal(set("allow-digest-change", NULL), TKG_OK);
    assert_int_equal(set("allow-same-files", NULL), TKG_OK);
    assert_int_equal(set("commit", "abc"), TKG_OK);
    assert_string_equal(options.parameters, "a=1");
    assert_string_equal(options.stream, "t.bin");
    assert_int_equal(options.side_kind, TKG_SIDES_COMMANDS);
    assert_int_equal(options.slice_tick_count, 1000);
    assert_int_equal(options.seed, 7);
    assert_int_equal(options.metric, TKG_COMPARE_P99);
    assert_near(options.tolerance, 0.02, 1e-15);
    assert_near(options.margin, 0.04, 1e-15);
    assert_true(options.timeout_ns == INT64_C(5000000000));
    assert_true(options.allows_other_digest && options.allows_same_files);
    assert_string_equal(options.history.commit, "abc");
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    assert_int_equal(set("ticks", "0"), TKG_USAGE);
    assert_int_equal(set("ticks", "1000000001"), TKG_USAGE);
    assert_int_equal(set("metric", "speed"), TKG_USAGE);
    assert_string_equal(err.text, "no metric 'speed'; known: time p99");
    assert_int_equal(set("tolerance", "0.5"), TKG_CONFIG);
    assert_int_equal(set("tolerance", "0.05 %"), TKG_USAGE);
    assert_int_equal(set("margin", "51 %"), TKG_USAGE);
    assert_int_equal(set("budget", "0 s"), TKG_USAGE);
    assert_int_equal(set("timeout", "0 s"), TKG_USAGE);
    assert_int_equal(set("launches", "11"), TKG_USAGE);
    assert_int_equal(set("seed", "x"), TKG_USAGE);
    assert_int_equal(set("format", "xml"), TKG_USAGE);
    assert_true(options.tolerance == 0.0 && options.margin == 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(untold_it_compares_time_for_a_minute, begin),
        cmocka_unit_test_setup(each_option_fills_its_member, begin),
        cmocka_unit_test_setup(what_cannot_be_is_refused, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
