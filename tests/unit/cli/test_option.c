/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/option.h"
#include "cmocka_all.h"

struct pot {
    char color[16];
    int flag_count;
};

static enum tkg_status set_color(void *settings, const char *value, struct tkg_error *err)
{
    struct pot *pot = settings;
    if (strcmp(value, "none") == 0) {
        return tkg_fail(err, TKG_USAGE, "'none' is no colour");
    }
    (void)snprintf(pot->color, sizeof(pot->color), "%s", value);
    return TKG_OK;
}

static enum tkg_status count_flag(void *settings, const char *value, struct tkg_error *err)
{
    struct pot *pot = settings;
    (void)err;
    assert_null(value);
    pot->flag_count++;
    return TKG_OK;
}

static const struct tkg_option table[] = {
    {"glaze-color", 'g', "NAME", TKG_COMPLETE_NOTHING, "what it is painted", set_color},
    {"fired", 'f', NULL, TKG_COMPLETE_NOTHING, "it was in the kiln", count_flag},
    {"label", 0, "TEXT", TKG_COMPLETE_NOTHING, "no setter", NULL},
    {NULL, 0, NULL, TKG_COMPLETE_NOTHING, NULL, NULL},
};

/* Parses words (argv[0] is the command's name); getopt reorders argv, so it is copied. */
static enum tkg_status parse(const char *const *words, struct tkg_option_uses *uses,
                             struct tkg_error *err)
{
    static char *argv[32];
    int argc = 0;
    for (; words[argc]; argc++) {
        argv[argc] = (char *)(uintptr_t)words[argc];
    }
    argv[argc] = NULL;
    return tkg_options_parse(table, argc, argv, uses, err);
}

static void values_flags_and_positionals_are_told_apart(void **state)
{
    (void)state;
    static const char *const words[] = {"pot", "first",  "--glaze-color=red", "-f", "second",
                                        "-f",  "-gblue", "--label",           "x",  NULL};
    struct tkg_error err = {0};
    struct tkg_option_uses uses;
    struct pot pot = {0};
    assert_status(parse(words, &uses, &err), TKG_OK, &err);
    assert_int_equal(uses.use_count, 5);
    assert_int_equal(uses.positional_count, 2);
    assert_string_equal(uses.positionals[0], "first");
    assert_string_equal(uses.positionals[1], "second");
    assert_status(tkg_options_apply(&uses, &pot, &err), TKG_OK, &err);
    assert_string_equal(pot.color, "blue"); /* the last one wins */
    assert_int_equal(pot.flag_count, 2);
    assert_string_equal(tkg_options_find(&uses, "label"), "x");
    assert_string_equal(tkg_options_find(&uses, "fired"), "");
    assert_null(tkg_options_find(&uses, "size"));
}

static void everything_after_two_dashes_is_positional(void **state)
{
    (void)state;
    static const char *const words[] = {"pot", "--", "--fired", NULL};
    struct tkg_error err = {0};
    struct tkg_option_uses uses;
    assert_status(parse(words, &uses, &err), TKG_OK, &err);
    assert_int_equal(uses.use_count, 0);
    assert_string_equal(uses.positionals[0], "--fired");
}

static void wrong_words_get_a_hint(void **state)
{
    (void)state;
    static const struct {
        const char *words[4];
        const char *text;
    } cases[] = {
        {{"pot", "--glaze-colour=red"},
         "unknown option '--glaze-colour=red', did you mean --glaze-color?; see tickgate pot "
         "--help"},
        {{"pot", "--xyz"}, "unknown option '--xyz'; see tickgate pot --help"},
        {{"pot", "-x"}, "unknown option '-x'; see tickgate pot --help"},
        {{"pot", "--label"}, "--label needs a value; see tickgate pot --help"},
        {{"pot", "-g"}, "-g needs a value; see tickgate pot --help"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tkg_error err = {0};
        struct tkg_option_uses uses;
        assert_int_equal(parse(cases[i].words, &uses, &err), TKG_USAGE);
        assert_string_equal(err.text, cases[i].text);
    }
}

static void failing_setter_is_named(void **state)
{
    (void)state;
    static const char *const words[] = {"pot", "--glaze-color", "none", NULL};
    struct tkg_error err = {0};
    struct tkg_option_uses uses;
    struct pot pot = {0};
    assert_status(parse(words, &uses, &err), TKG_OK, &err);
    assert_int_equal(tkg_options_apply(&uses, &pot, &err), TKG_USAGE);
    assert_string_equal(err.text, "--glaze-color: 'none' is no colour");
}

static void environment_sets_values_and_never_flags(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct pot pot = {0};
    assert_int_equal(setenv("TICKGATE_GLAZE_COLOR", "green", 1), 0);
    assert_int_equal(setenv("TICKGATE_FIRED", "1", 1), 0);
    assert_status(tkg_options_apply_environment(table, &pot, &err), TKG_OK, &err);
    assert_string_equal(pot.color, "green");
    assert_int_equal(pot.flag_count, 0);
    assert_int_equal(setenv("TICKGATE_GLAZE_COLOR", "none", 1), 0);
    assert_int_equal(tkg_options_apply_environment(table, &pot, &err), TKG_USAGE);
    assert_string_equal(err.text, "environment variable TICKGATE_GLAZE_COLOR: 'none' is no colour");
    (void)unsetenv("TICKGATE_GLAZE_COLOR");
    (void)unsetenv("TICKGATE_FIRED");
}

static void help_shows_every_row(void **state)
{
    (void)state;
    struct tkg_text out;
    tkg_text_init(&out);
    tkg_options_describe(table, &out);
    assert_string_equal(tkg_text_borrow(&out), "Options:\n"
                                               "  -g, --glaze-color=NAME      what it is painted\n"
                                               "  -f, --fired                 it was in the kiln\n"
                                               "      --label=TEXT            no setter\n");
    tkg_text_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_flags_and_positionals_are_told_apart),
        cmocka_unit_test(everything_after_two_dashes_is_positional),
        cmocka_unit_test(wrong_words_get_a_hint),
        cmocka_unit_test(failing_setter_is_named),
        cmocka_unit_test(environment_sets_values_and_never_flags),
        cmocka_unit_test(help_shows_every_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
