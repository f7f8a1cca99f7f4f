/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "gate_sample.h"

static void every_named_format_is_found(void **state)
{
    static const char *const names[] = {"human",         "json",           "markdown",
                                        "junit",         "github-summary", "github-annotations",
                                        "github-outputs"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_non_null(tkg_gate_format_find(names[i]));
        assert_non_null(strstr(tkg_gate_format_names(), names[i]));
    }
    assert_null(tkg_gate_format_find("xml"));
}

static void what_github_shows_is_written(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_sample_make(&fixture);
    struct tkg_text summary = gate_sample_write(&fixture, "github-summary");
    struct tkg_text annotations = gate_sample_write(&fixture, "github-annotations");
    assert_has(&summary, "receipt.json");
    assert_has(&annotations, "::error");
    tkg_text_deinit(&summary);
    tkg_text_deinit(&annotations);
    gate_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_named_format_is_found),
        cmocka_unit_test(what_github_shows_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
