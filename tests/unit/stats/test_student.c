/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/student.h"

#include "record_builder.h"

/* NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2, column 0.975. */
static void t95_matches_the_printed_table(void **state)
{
    (void)state;
    const struct {
        size_t degrees;
        double t;
    } table[] = {{1, 12.706}, {2, 4.303},  {3, 3.182},  {4, 2.776},  {5, 2.571},  {9, 2.262},
                 {10, 2.228}, {18, 2.101}, {19, 2.093}, {30, 2.042}, {60, 2.000}, {100, 1.984}};
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        assert_true(fabs(tkg_student_t95(table[i].degrees) - table[i].t) < 0.00051);
    }
}

static void t95_approaches_the_normal_quantile(void **state)
{
    (void)state;
    assert_true(fabs(tkg_student_t95(100000) - 1.959964) < 5e-5);
    assert_true(tkg_student_t95(4000000) == tkg_student_t95(100000));
}

/* One degree is the Cauchy distribution: P(|T| <= 1) = 1/2. Two have a closed form:
 * P(|T| <= t) = t / sqrt(2 + t^2). */
static void small_degrees_match_their_closed_forms(void **state)
{
    (void)state;
    assert_near(tkg_student_within(1.0, 1), 0.5, 1e-14);
    assert_near(tkg_student_within(3.0, 2), 3.0 / sqrt(11.0), 1e-14);
    assert_near(tkg_student_within(1.0, 3),
                2.0 / 3.14159265358979323846 * (atan(1.0 / sqrt(3.0)) + sqrt(3.0) / 4.0), 1e-14);
    assert_true(tkg_student_within(0.0, 7) == 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t95_matches_the_printed_table),
        cmocka_unit_test(t95_approaches_the_normal_quantile),
        cmocka_unit_test(small_degrees_match_their_closed_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
