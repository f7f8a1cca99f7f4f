/* SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"
#include "cmocka_all.h"

/* Days by `date -d 2000-02-29 +%s` / 86400 and so on. */
static void days_are_those_of_date(void **state)
{
    (void)state;
    assert_int_equal(tkg_day_parse("1970-01-01"), 0);
    assert_int_equal(tkg_day_parse("2000-02-29"), 11016);
    assert_int_equal(tkg_day_parse("2000-03-01"), 11017);
    assert_int_equal(tkg_day_parse("2026-11-30"), 20787);
    assert_int_equal(tkg_day_parse("2100-03-01"), 47541);
}

static void text_that_is_no_day_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",           "2026",        "2026-13-01", "2026-00-10",
                                        "2026-02-29", "2026-11-31",  "2026-1-1",   "1969-12-31",
                                        "2026-11-3x", "2026-11-300", "2026/11/30", "-026-11-30"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(tkg_day_parse(texts[i]), -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_those_of_date),
        cmocka_unit_test(text_that_is_no_day_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
