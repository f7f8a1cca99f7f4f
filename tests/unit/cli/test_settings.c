/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <unistd.h>

#include "cli/settings.h"

/* Each test runs in an empty folder with no configuration of the user's. */
static int enter_empty_folder(void **state)
{
    static char folder[] = "/tmp/tkg_settings_XXXXXX";
    (void)snprintf(folder, sizeof(folder), "/tmp/tkg_settings_XXXXXX");
    *state = mkdtemp(folder);
    (void)setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    return *state && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    (void)unlink("tickgate.yaml");
    (void)unlink("suite.yaml");
    return chdir("/") == 0 && rmdir(*state) == 0 ? 0 : -1;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static enum tkg_status resolve(const char *const *words, struct tkg_settings *settings,
                               struct tkg_text *origins, struct tkg_error *err)
{
    static char *argv[16];
    struct tkg_option_uses uses;
    int argc = 0;
    for (; words[argc]; argc++) {
        argv[argc] = (char *)(uintptr_t)words[argc];
    }
    argv[argc] = NULL;
    enum tkg_status status = tkg_options_parse(tkg_run_options, argc, argv, &uses, err);
    return status == TKG_OK ? tkg_settings_resolve(settings, &uses, origins, err) : status;
}

/* row: B04 */
static void built_in_sizes_are_10k_100k_1m(void **state)
{
    (void)state;
    static const char *const words[] = {"run", NULL};
    struct tkg_error err = {0};
    struct tkg_settings settings;
    assert_status(resolve(words, &settings, NULL, &err), TKG_OK, &err);
    assert_int_equal(settings.suite.size_count, 3);
    assert_int_equal(settings.suite.sizes[0], 10000);
    assert_int_equal(settings.suite.sizes[1], 100000);
    assert_int_equal(settings.suite.sizes[2], 1000000);
    assert_int_equal(settings.suite.round_count, 20);
    assert_string_equal(settings.format, "human");
}

static void later_layers_win_and_are_named(void **state)
{
    (void)state;
    static const char *const words[] = {"run", "--suite=suite.yaml", "--rounds=9", NULL};
    struct tkg_error err = {0};
    struct tkg_settings settings;
    struct tkg_text origins;
    tkg_text_init(&origins);
    write_file("tickgate.yaml", "schema: tickgate.suite/1\nseed: 1\nrounds: 5\nbatch: 11\n");
    write_file("suite.yaml", "schema: tickgate.suite/1\nseed: 2\nrounds: 6\npasses: AB\n");
    (void)setenv("TICKGATE_SEED", "3", 1);
    (void)setenv("TICKGATE_ROUNDS", "8", 1);
    assert_status(resolve(words, &settings, &origins, &err), TKG_OK, &err);
    (void)unsetenv("TICKGATE_SEED");
    (void)unsetenv("TICKGATE_ROUNDS");
    assert_int_equal(settings.suite.batch_tick_count, 11);
    assert_int_equal(settings.suite.seed, 3);
    assert_int_equal(settings.suite.round_count, 9);
    const char *text = tkg_text_borrow(&origins);
    assert_contains(text, "batch      11                                   # tickgate.yaml\n");
    assert_contains(text, "passes     AB                                   # suite.yaml\n");
    assert_contains(text, "seed       3                                    # environment\n");
    assert_contains(text, "rounds     9                                    # command line\n");
    assert_contains(text, "engine     reference                            # built in\n");
    tkg_text_deinit(&origins);
}

static void damaged_local_file_is_an_error_not_ignored(void **state)
{
    (void)state;
    static const char *const words[] = {"run", NULL};
    struct tkg_error err = {0};
    struct tkg_settings settings;
    write_file("tickgate.yaml", "schema: tickgate.suite/1\nround: 5\n");
    assert_int_equal(resolve(words, &settings, NULL, &err), TKG_CONFIG);
    assert_contains(err.text, "tickgate.yaml:2:1");
    assert_contains(err.text, "rounds");
}

static void missing_suite_is_an_input_error(void **state)
{
    (void)state;
    static const char *const words[] = {"run", "-c", "no.yaml", NULL};
    struct tkg_error err = {0};
    struct tkg_settings settings;
    assert_int_equal(resolve(words, &settings, NULL, &err), TKG_INPUT);
    assert_contains(err.text, "no.yaml");
}

static void tick_file_brings_its_own_size(void **state)
{
    (void)state;
    static const char *const whole[] = {"run", "--ticks=q.csv", NULL};
    static const char *const cut[] = {"run", "--ticks=q.csv", "--sizes=1k,2k", NULL};
    struct tkg_error err = {0};
    struct tkg_settings settings;
    assert_status(resolve(whole, &settings, NULL, &err), TKG_OK, &err);
    assert_false(settings.sizes_given);
    assert_string_equal(settings.suite.stream, "q.csv");
    assert_status(resolve(cut, &settings, NULL, &err), TKG_OK, &err);
    assert_true(settings.sizes_given);
    assert_int_equal(settings.suite.size_count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(built_in_sizes_are_10k_100k_1m, enter_empty_folder,
                                        leave_folder),
        cmocka_unit_test_setup_teardown(later_layers_win_and_are_named, enter_empty_folder,
                                        leave_folder),
        cmocka_unit_test_setup_teardown(damaged_local_file_is_an_error_not_ignored,
                                        enter_empty_folder, leave_folder),
        cmocka_unit_test_setup_teardown(missing_suite_is_an_input_error, enter_empty_folder,
                                        leave_folder),
        cmocka_unit_test_setup_teardown(tick_file_brings_its_own_size, enter_empty_folder,
                                        leave_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
