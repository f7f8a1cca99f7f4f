/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "stats/trimmed_mean.h"

/* R 4.2.2: mean(c(92, 19, 101, 58, 1053, 91, 26, 78, 10, 13, -40, 101, 86, 85, 15, 89, 89, 28, -5,
 * 41), trim = 0.05) is 56.5, the textbook example; trim = 0.2 gives 58.75, trim = 0 101.5. */
static void textbook_sample_agrees_with_r(void **state)
{
    (void)state;
    static const double sample[20] = {92,  19,  101, 58, 1053, 91, 26, 78, 10, 13,
                                      -40, 101, 86,  85, 15,   89, 89, 28, -5, 41};
    static const struct {
        double share_0to1;
        double mean;
    } cases[] = {{0.05, 56.5}, {0.2, 58.75}, {0.0, 101.5}};
    for (size_t i = 0; i < 3; i++) {
        double values[20];
        memcpy(values, sample, sizeof values);
        assert_near(tkg_trimmed_mean(values, 20, cases[i].share_0to1), cases[i].mean, 1e-12);
    }
}

static void fraction_of_a_value_is_not_cut(void **state)
{
    (void)state;
    double values[] = {100.0, 1.0, 2.0, 3.0}; /* 0.2 x 4 < 1: nothing goes */
    assert_near(tkg_trimmed_mean(values, 4, 0.2), 26.5, 1e-12);
}

static void one_value_is_its_mean(void **state)
{
    (void)state;
    double value = -3.0;
    assert_near(tkg_trimmed_mean(&value, 1, 0.49), -3.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(textbook_sample_agrees_with_r),
        cmocka_unit_test(fraction_of_a_value_is_not_cut),
        cmocka_unit_test(one_value_is_its_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
