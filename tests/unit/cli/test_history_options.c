/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/history_options.h"

#include "cmocka_all.h"

static const char *const all[] = {
    "TICKGATE_HISTORY",
    "TICKGATE_COMMIT",
    "TICKGATE_BRANCH",
    "CI_COMMIT_SHA",
    "GITHUB_SHA",
    "GIT_COMMIT",
    "BUILDKITE_COMMIT",
    "BUILD_SOURCEVERSION",
    "TRAVIS_PULL_REQUEST_SHA",
    "TRAVIS_COMMIT",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
    "CI_COMMIT_REF_NAME",
    "GITHUB_HEAD_REF",
    "GITHUB_REF_NAME",
    "BRANCH_NAME",
    "GIT_BRANCH",
    "BUILDKITE_BRANCH",
    "BUILD_SOURCEBRANCHNAME",
    "TRAVIS_PULL_REQUEST_BRANCH",
    "TRAVIS_BRANCH",
};

static int clear(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        assert_int_equal(unsetenv(all[i]), 0);
    }
    return 0;
}

static struct tkg_history_choice resolve(struct tkg_history_choice choice)
{
    tkg_history_choice_resolve(&choice);
    return choice;
}

static void without_anything_nothing_is_kept(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = (struct tkg_history *)&err;
    const struct tkg_history_choice choice = resolve((struct tkg_history_choice){0});
    assert_null(choice.path);
    assert_string_equal(choice.commit, "");
    assert_string_equal(choice.branch, "");
    assert_status(tkg_history_choice_open(&choice, &history, &err), TKG_OK, &err);
    assert_null(history);
}

static void github_names_commit_and_branch(void **state)
{
    (void)state;
    assert_int_equal(setenv("GITHUB_SHA", "3f9c1ab", 1), 0);
    assert_int_equal(setenv("GITHUB_REF_NAME", "7/merge", 1), 0);
    assert_int_equal(setenv("GITHUB_HEAD_REF", "", 1), 0); /* empty outside of pull requests */
    struct tkg_history_choice choice = resolve((struct tkg_history_choice){0});
    assert_string_equal(choice.commit, "3f9c1ab");
    assert_string_equal(choice.branch, "7/merge");
    assert_int_equal(setenv("GITHUB_HEAD_REF", "topic", 1), 0);
    choice = resolve((struct tkg_history_choice){0});
    assert_string_equal(choice.branch, "topic");
}

static void own_variables_come_first_and_options_before_them(void **state)
{
    (void)state;
    assert_int_equal(setenv("CI_COMMIT_SHA", "gitlab", 1), 0);
    assert_int_equal(setenv("TICKGATE_COMMIT", "mine", 1), 0);
    assert_int_equal(setenv("TICKGATE_HISTORY", "h.db", 1), 0);
    struct tkg_history_choice choice = resolve((struct tkg_history_choice){0});
    assert_string_equal(choice.commit, "mine");
    assert_string_equal(choice.path, "h.db");
    choice = resolve((struct tkg_history_choice){.path = "o.db", .commit = "option", .label = "l"});
    const struct tkg_history_origin origin = tkg_history_origin_of(&choice);
    assert_string_equal(choice.path, "o.db");
    assert_string_equal(origin.commit, "option");
    assert_string_equal(origin.label, "l");
}

static void file_that_cannot_be_used_is_told(void **state)
{
    (void)state;
    struct tkg_error err;
    struct tkg_history *history;
    const struct tkg_history_choice choice =
        resolve((struct tkg_history_choice){.path = "/nonexistent/h.db"});
    assert_int_equal(tkg_history_choice_open(&choice, &history, &err), TKG_OUTPUT);
    assert_null(history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(without_anything_nothing_is_kept, clear),
        cmocka_unit_test_setup(github_names_commit_and_branch, clear),
        cmocka_unit_test_setup(own_variables_come_first_and_options_before_them, clear),
        cmocka_unit_test_setup(file_that_cannot_be_used_is_told, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
