/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "sample/telemetry.h"

enum { MS = 1000000 };

static const struct tkg_telemetry_point one_ms = {
    .wall_ns = MS, .cpu_ns = 600000, .system_ns = 1000, .wait_ns = 5, .rss_bytes = 4096};

/* A trial of that length, sampled at whatever interval the series has at the moment. */
static struct tkg_telemetry *sample_for(int64_t interval_ns, int64_t length_ns)
{
    struct tkg_telemetry *telemetry = tkg_telemetry_create(interval_ns);
    assert_non_null(telemetry);
    for (int64_t at = telemetry->interval_ns; at <= length_ns; at += telemetry->interval_ns) {
        struct tkg_telemetry_point point = {.wall_ns = telemetry->interval_ns,
                                            .cpu_ns = telemetry->interval_ns / 2};
        tkg_telemetry_add(telemetry, &point);
    }
    return telemetry;
}

static void an_interval_of_100_ms_begins_below_one(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = tkg_telemetry_create(100 * MS);
    assert_int_equal(telemetry->interval_ns, 781250); /* 100 ms / 2^7 */
    assert_int_equal(telemetry->interval_wanted_ns, 100 * MS);
    for (int i = 0; i < TKG_TELEMETRY_VALUE_COUNT; i++) {
        assert_nan(telemetry->values[i]);
    }
    free(telemetry);
}

/* row: R04 */
static void a_trial_has_fifty_samples_where_its_length_allows(void **state)
{
    (void)state;
    const int64_t lengths_ns[] = {50 * MS,
                                  250 * MS,
                                  1000 * INT64_C(1000000),
                                  INT64_C(7000000000),
                                  INT64_C(60000000000),
                                  INT64_C(3600000000000)};
    for (size_t i = 0; i < sizeof(lengths_ns) / sizeof(lengths_ns[0]); i++) {
        struct tkg_telemetry *telemetry = sample_for(100 * MS, lengths_ns[i]);
        assert_in_range(telemetry->point_count, TKG_TELEMETRY_POINT_WANTED,
                        TKG_TELEMETRY_POINT_MAX);
        /* Until the series is full the interval is at most what was asked for. */
        if (lengths_ns[i] <= TKG_TELEMETRY_POINT_MAX * INT64_C(100) * MS) {
            assert_true(telemetry->interval_ns <= 100 * MS);
        }
        free(telemetry);
    }
    /* 11 ms are too short even for the shortest: 14 are what there is. */
    struct tkg_telemetry *telemetry = sample_for(100 * MS, 11 * MS);
    assert_int_equal(telemetry->point_count, 14);
    free(telemetry);
}

static void joined_neighbours_lose_no_time(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = tkg_telemetry_create(100 * MS);
    int64_t wall_ns = 0, cpu_ns = 0, wait_ns = 0, calls = 0;
    for (int i = 0; i < 1001; i++) {
        struct tkg_telemetry_point point = one_ms;
        point.rss_bytes = 4096 * (i % 2 ? 3 : 1);
        point.io_calls = 3;
        point.io_bytes = i == 1 ? -1 : 100;
        tkg_telemetry_add(telemetry, &point);
    }
    for (uint32_t i = 0; i < telemetry->point_count; i++) {
        wall_ns += telemetry->points[i].wall_ns;
        cpu_ns += telemetry->points[i].cpu_ns;
        wait_ns += telemetry->points[i].wait_ns;
        calls += telemetry->points[i].io_calls;
    }
    assert_int_equal(wall_ns, 1001 * (int64_t)MS);
    assert_int_equal(cpu_ns, 1001 * INT64_C(600000));
    assert_int_equal(wait_ns, 1001 * 5);
    assert_int_equal(calls, 1001 * 3);
    assert_int_equal(telemetry->points[0].io_bytes, -1);
    assert_int_equal(telemetry->points[1].io_bytes * 3, telemetry->points[1].io_calls * 100);
    assert_int_equal(telemetry->points[0].rss_bytes, 8192); /* the mean of 4096 and 12288 */
    free(telemetry);
}

static void what_was_unknown_in_one_half_is_unknown_in_the_whole(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = tkg_telemetry_create(100 * MS);
    for (int i = 0; i < 2 * TKG_TELEMETRY_POINT_WANTED + 1; i++) {
        struct tkg_telemetry_point point = one_ms;
        point.wait_ns = i == 1 ? -1 : 5;
        point.rss_bytes = i == 2 ? -1 : 4096;
        tkg_telemetry_add(telemetry, &point);
    }
    assert_int_equal(telemetry->points[0].wait_ns, -1);
    assert_int_equal(telemetry->points[0].rss_bytes, 4096);
    assert_int_equal(telemetry->points[1].wait_ns, 10);
    assert_int_equal(telemetry->points[1].rss_bytes, -1);
    free(telemetry);
}

static bool is_sane(const struct tkg_telemetry *telemetry)
{
    return tkg_telemetry_is_sane(telemetry, tkg_telemetry_bytes(telemetry->point_count));
}

static void whole_telemetry_is_sane_and_cut_is_not(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = tkg_telemetry_create(100 * MS);
    assert_true(is_sane(telemetry));
    tkg_telemetry_add(telemetry, &one_ms);
    assert_true(is_sane(telemetry));
    assert_false(tkg_telemetry_is_sane(telemetry, tkg_telemetry_bytes(0)));
    assert_false(tkg_telemetry_is_sane(telemetry, tkg_telemetry_bytes(2)));
    assert_false(tkg_telemetry_is_sane(telemetry, 8));
    free(telemetry);
}

/* One member each that nobody could have measured. */
static void damage(struct tkg_telemetry *telemetry, int kind)
{
    telemetry->points[0].wall_ns = kind == 0 ? 0 : MS;
    telemetry->points[0].cpu_ns = kind == 1 ? -1 : 0;
    telemetry->points[0].wait_ns = kind == 2 ? -2 : -1;
    telemetry->points[0].rss_bytes = kind == 3 ? INT64_MAX : 0;
    telemetry->thread_count = kind == 4 ? TKG_TELEMETRY_THREAD_MAX + 1 : 1;
    telemetry->threads[0].cpu_ns = kind == 5 ? INT64_MIN : 0;
    memset(telemetry->threads[0].name, kind == 6 ? 'x' : 0, TKG_TELEMETRY_NAME_BYTES);
    telemetry->gpu_count = kind == 7 ? TKG_TELEMETRY_GPU_MAX + 1 : 1;
    telemetry->gpus[0].busy_max_0to1 = kind == 8 ? 1.5 : (double)NAN;
    telemetry->values[TKG_TELEMETRY_RSS] = kind == 9 ? -1.0 : (double)NAN;
    telemetry->values[TKG_TELEMETRY_LOAD_1] = kind == 10 ? (double)INFINITY : 0.5;
    telemetry->interval_ns = kind == 11 ? 0 : MS;
    telemetry->shares_cpu = kind == 12 ? 2 : 1;
    telemetry->sampler_cpu = kind == 13 ? -2 : -1;
    memset(telemetry->gpu_reason, kind == 14 ? 'x' : 0, TKG_TELEMETRY_REASON_BYTES);
}

static void damaged_telemetry_is_not_sane(void **state)
{
    (void)state;
    enum { KINDS = 15 };
    struct tkg_telemetry *telemetry = tkg_telemetry_create(100 * MS);
    tkg_telemetry_add(telemetry, &one_ms);
    for (int kind = 0; kind < KINDS; kind++) {
        damage(telemetry, kind);
        if (is_sane(telemetry)) {
            fail_msg("damage %d was not seen", kind);
        }
    }
    damage(telemetry, KINDS);
    assert_true(is_sane(telemetry));
    free(telemetry);
}

static void names_of_values_are_unique(void **state)
{
    (void)state;
    for (int i = 0; i < TKG_TELEMETRY_VALUE_COUNT; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(tkg_telemetry_value_name((enum tkg_telemetry_value)i),
                                    tkg_telemetry_value_name((enum tkg_telemetry_value)j));
        }
    }
    assert_true(tkg_telemetry_value_is_change(TKG_TELEMETRY_WRITTEN_CHARS));
    assert_false(tkg_telemetry_value_is_change(TKG_TELEMETRY_RSS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interval_of_100_ms_begins_below_one),
        cmocka_unit_test(a_trial_has_fifty_samples_where_its_length_allows),
        cmocka_unit_test(joined_neighbours_lose_no_time),
        cmocka_unit_test(what_was_unknown_in_one_half_is_unknown_in_the_whole),
        cmocka_unit_test(whole_telemetry_is_sane_and_cut_is_not),
        cmocka_unit_test(damaged_telemetry_is_not_sane),
        cmocka_unit_test(names_of_values_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
