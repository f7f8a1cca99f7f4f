/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "measure/drift.h"

/* One replay of 25 whole parts and a rest; part i takes first + i * step. */
static void add_replay(struct tkg_drift *drift, uint64_t first, uint64_t step)
{
    tkg_drift_rewind(drift);
    for (uint64_t i = 0; i < 26; i++) {
        tkg_drift_add(drift, i < 25 ? first + i * step : 1);
    }
}

static void steady_engine_keeps_all_of_its_throughput(void **state)
{
    (void)state;
    struct tkg_drift drift;
    tkg_drift_init(&drift, 203000, 8000); /* 25 parts of 8,000 and one of 3,000 */
    add_replay(&drift, 500, 0);
    assert_near(tkg_drift_kept_0to1(&drift), 1.0, 0.0);
}

/* Two of 25 parts are a tenth. First 100 + 110, last 330 + 340: 210 / 670. The rest counts not. */
static void slowing_engine_keeps_the_ratio_of_its_tenths(void **state)
{
    (void)state;
    struct tkg_drift drift;
    tkg_drift_init(&drift, 203000, 8000);
    add_replay(&drift, 100, 10);
    assert_near(tkg_drift_kept_0to1(&drift), 210.0 / 670.0, 1e-15);
}

/* (210 + 1010) / (670 + 1470): replays weigh by their time, as in the throughput. */
static void replays_add_up(void **state)
{
    (void)state;
    struct tkg_drift drift;
    tkg_drift_init(&drift, 203000, 8000);
    add_replay(&drift, 100, 10);
    add_replay(&drift, 500, 10);
    assert_near(tkg_drift_kept_0to1(&drift), (210.0 + 1010.0) / (670.0 + 1470.0), 1e-15);
}

static void fewer_than_ten_parts_tell_nothing(void **state)
{
    (void)state;
    struct tkg_drift drift;
    tkg_drift_init(&drift, 79999, 8000);
    for (int i = 0; i < 10; i++) {
        tkg_drift_add(&drift, 100);
    }
    assert_nan(tkg_drift_kept_0to1(&drift));
    tkg_drift_init(&drift, 80000, 8000);
    assert_nan(tkg_drift_kept_0to1(&drift)); /* no replay yet */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steady_engine_keeps_all_of_its_throughput),
        cmocka_unit_test(slowing_engine_keeps_the_ratio_of_its_tenths),
        cmocka_unit_test(replays_add_up),
        cmocka_unit_test(fewer_than_ten_parts_tell_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
