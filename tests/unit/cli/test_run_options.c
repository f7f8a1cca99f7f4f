/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "cli/settings.h"

static const struct tkg_option *find(const char *name)
{
    for (const struct tkg_option *row = tkg_run_options; row->name; row++) {
        if (strcmp(row->name, name) == 0) {
            return row;
        }
    }
    fail_msg("no option %s", name);
    return NULL;
}

static struct tkg_settings make_settings(void)
{
    struct tkg_settings settings = {.plots = true};
    tkg_suite_init(&settings.suite);
    return settings;
}

static void good_values_arrive(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_settings settings = make_settings();
    static const char *const pairs[][2] = {
        {"engine", "./mine.so"},
        {"params", "a=1"},
        {"seed", "18446744073709551615"},
        {"sizes", "10k,1M"},
        {"rounds", "7"},
        {"batch", "1048576"},
        {"passes", "AP"},
        {"pace", "100 K ticks/s"},
        {"pace-time", "250ms"},
        {"min-time", "1.5 us"},
        {"timeout", "2 s"},
        {"cpu", "none"},
        {"format", "json"},
        {"output", "out.json"},
        {"output-folder", "out"},
        {"filter", "replay/*"},
        {"targets", "floors.yaml"},
        {"stream", "synthetic:futures"},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        assert_status(find(pairs[i][0])->set(&settings, pairs[i][1], &err), TKG_OK, &err);
    }
    assert_string_equal(settings.suite.engine, "./mine.so");
    assert_string_equal(settings.suite.parameters, "a=1");
    assert_true(settings.suite.seed == UINT64_MAX);
    assert_int_equal(settings.suite.size_count, 2);
    assert_int_equal(settings.suite.round_count, 7);
    assert_int_equal(settings.suite.batch_tick_count, 1048576);
    assert_int_equal(settings.suite.pass_mask, 1u << TKG_PASS_THROUGHPUT | 1u << TKG_PASS_PACED);
    assert_near(settings.suite.pace_ticks_per_s, 1e5, 0.0);
    assert_int_equal(settings.suite.pace_time_ns, 250000000);
    assert_int_equal(settings.suite.min_time_ns, 1500);
    assert_int_equal(settings.suite.timeout_ns, 2000000000);
    assert_int_equal(settings.cpu, TKG_CPU_NONE);
    assert_string_equal(settings.target_paths[0], "floors.yaml");
}

static void bad_values_are_refused_and_named(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"seed", "-1", "'-1'"},
        {"rounds", "0", "10000"},
        {"rounds", "10001", "10000"},
        {"batch", "1048577", "1048576"},
        {"pace", "0.1 ticks/s", "it may be from 1.00 ticks/s to 1.00 G ticks/s"},
        {"pace", "5 MB", "the unit 'MB'"},
        {"min-time", "0 ns", "out of range"},
        {"timeout", "2 fortnights", "the unit 'fortnights'"},
        {"cpu", "all", "none of auto, none or a CPU number"},
        {"format", "pdf", "no format 'pdf'; known: human"},
        {"sizes", "10k,10k", "10"},
        {"passes", "AZ", "Z"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tkg_error err = {0};
        struct tkg_settings settings = make_settings();
        assert_int_not_equal(find(cases[i][0])->set(&settings, cases[i][1], &err), TKG_OK);
        assert_int_equal(tkg_status_exit_code(err.status), 2);
        assert_contains(err.text, cases[i][2]);
    }
}

static void overlong_texts_are_refused(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_settings settings = make_settings();
    char value[1000];
    memset(value, 'p', sizeof(value));
    value[sizeof(value) - 1] = '\0';
    assert_int_equal(find("params")->set(&settings, value, &err), TKG_CONFIG);
    assert_contains(err.text, "255");
}

static void target_files_have_a_limit(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_settings settings = make_settings();
    for (int i = 0; i < TKG_TARGET_FILE_MAX; i++) {
        assert_status(find("targets")->set(&settings, "x", &err), TKG_OK, &err);
    }
    assert_int_equal(find("targets")->set(&settings, "x", &err), TKG_USAGE);
}

static void names_and_letters_are_unique(void **state)
{
    (void)state;
    for (const struct tkg_option *a = tkg_run_options; a->name; a++) {
        for (const struct tkg_option *b = a + 1; b->name; b++) {
            assert_string_not_equal(a->name, b->name);
            assert_true(a->letter == 0 || a->letter != b->letter);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_values_arrive),
        cmocka_unit_test(bad_values_are_refused_and_named),
        cmocka_unit_test(overlong_texts_are_refused),
        cmocka_unit_test(target_files_have_a_limit),
        cmocka_unit_test(names_and_letters_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
