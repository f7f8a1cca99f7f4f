/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "measure/tail_watch.h"

/* A watch that has seen count ordinary blocks of 1,000 units and is looked after once. */
static struct tkg_tail_watch watch_after(struct tkg_histogram *histogram, size_t count)
{
    struct tkg_tail_watch watch;
    tkg_tail_watch_init(&watch);
    for (size_t i = 0; i < count; i++) {
        tkg_histogram_record(histogram, 1000);
    }
    watch.seen_count = tkg_histogram_count(histogram);
    tkg_tail_watch_adapt(&watch, histogram);
    return watch;
}

static struct tkg_histogram *make_histogram(void)
{
    struct tkg_histogram *histogram = tkg_histogram_create();
    assert_non_null(histogram);
    return histogram;
}

static void nothing_is_slow_before_the_usual_is_known(void **state)
{
    (void)state;
    struct tkg_histogram *histogram = make_histogram();
    struct tkg_tail_watch watch = watch_after(histogram, 127);
    assert_true(watch.threshold == UINT64_MAX);
    tkg_histogram_record(histogram, 1000);
    watch.seen_count = tkg_histogram_count(histogram);
    tkg_tail_watch_adapt(&watch, histogram);
    assert_int_equal(watch.threshold, 5000); /* 1 ns a tick: 4 ns more are 1 us for 250 ticks */
    tkg_histogram_destroy(histogram);
}

/* A quarter of the blocks takes a hundred times as long, as in an engine that sleeps every fourth
 * block: all of them are slow, or the sleeps of some would be put down to others. */
static void slow_is_twice_the_median_however_many_are_slow(void **state)
{
    (void)state;
    struct tkg_histogram *histogram = make_histogram();
    for (size_t i = 0; i < 300; i++) {
        tkg_histogram_record(histogram, i % 4 == 0 ? 2000000 : 20000);
    }
    struct tkg_tail_watch watch = watch_after(histogram, 0);
    assert_near((double)watch.threshold, 40000.0, 40000.0 * 0.0005);
    tkg_histogram_destroy(histogram);
}

static void threshold_waits_until_there_are_twice_as_many_blocks(void **state)
{
    (void)state;
    struct tkg_histogram *histogram = make_histogram();
    struct tkg_tail_watch watch = watch_after(histogram, 128);
    for (size_t i = 0; i < 127; i++) {
        tkg_histogram_record(histogram, 9000);
    }
    watch.seen_count = tkg_histogram_count(histogram);
    tkg_tail_watch_adapt(&watch, histogram);
    assert_int_equal(watch.threshold, 5000);
    for (size_t i = 0; i < 2; i++) {
        tkg_histogram_record(histogram, 9000);
    }
    watch.seen_count = tkg_histogram_count(histogram);
    tkg_tail_watch_adapt(&watch, histogram); /* 129 of 257 take 9,000: the median is one of them */
    assert_near((double)watch.threshold, 18000.0, 18000.0 * 0.0005);
    tkg_histogram_destroy(histogram);
}

/* Two slow blocks of 1 ms. The first slept: 1.2 ms of wall since the reading before, 0.25 ms of
 * CPU, so 0.95 ms lost. The second faulted: all of it on the CPU. Lost: 0.95 of 2 ms. */
static void slow_blocks_are_told_apart_by_what_they_met(void **state)
{
    (void)state;
    struct tkg_tail_watch watch;
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_BLOCK);
    tkg_tail_watch_init(&watch);
    tkg_tail_watch_rebase(&watch, &(struct tkg_thread_account){5000000, 4000000, 7, 3, 100});
    tkg_tail_watch_note(&watch, 1e6, &(struct tkg_thread_account){6200000, 4250000, 8, 3, 100});
    tkg_tail_watch_note(&watch, 1e6, &(struct tkg_thread_account){7200000, 5250000, 8, 6, 140});
    tkg_tail_watch_report(&watch, 400, &trial);
    assert_near(trial.values[TKG_METRIC_TAIL_BLOCKS], 0.005, 1e-15);
    assert_near(trial.values[TKG_METRIC_TAIL_OFF_CPU], 0.475, 1e-12);
    assert_near(trial.values[TKG_METRIC_TAIL_SLEEPS], 0.5, 1e-12);
    assert_near(trial.values[TKG_METRIC_TAIL_PREEMPTIONS], 1.5, 1e-12);
    assert_near(trial.values[TKG_METRIC_TAIL_FAULTS], 20.0, 1e-12);
}

/* What happened between parts, the filling of the window say, is nobody's. */
static void rebase_forgets_what_lay_between(void **state)
{
    (void)state;
    struct tkg_tail_watch watch;
    tkg_tail_watch_init(&watch);
    tkg_tail_watch_rebase(&watch, &(struct tkg_thread_account){0, 0, 0, 0, 0});
    tkg_tail_watch_rebase(&watch, &(struct tkg_thread_account){9000000, 1000000, 50, 50, 50});
    tkg_tail_watch_note(&watch, 1e6, &(struct tkg_thread_account){10000000, 2000000, 50, 50, 51});
    assert_near(watch.off_cpu_ns, 0.0, 0.0);
    assert_near(watch.sleeps, 0.0, 0.0);
    assert_near(watch.faults, 1.0, 0.0);
}

/* Parts of 8,000 ticks with 30 us between them, and the last of a replay, of 4,000 ticks with 16
 * us: as long a tick is less than before by neither. */
static void a_part_follows_when_no_more_lay_between_than_ever(void **state)
{
    (void)state;
    struct tkg_tail_watch watch;
    tkg_tail_watch_init(&watch);
    assert_false(tkg_tail_watch_follows(&watch, 30000.0, 8000)); /* there was no part before */
    watch.left_units = 1;
    assert_false(tkg_tail_watch_follows(&watch, 30000.0, 8000)); /* nothing to compare with */
    assert_true(tkg_tail_watch_follows(&watch, 30000.0, 8000));
    assert_true(tkg_tail_watch_follows(&watch, 16000.0, 4000));
    assert_true(tkg_tail_watch_follows(&watch, 33999.0, 8000));
    assert_false(tkg_tail_watch_follows(&watch, 34001.0, 8000)); /* 4 us of something else */
    assert_true(tkg_tail_watch_follows(&watch, 28000.0, 8000));
    assert_false(tkg_tail_watch_follows(&watch, 32001.0, 8000)); /* the quickest counts */
    assert_true(tkg_tail_watch_follows(&watch, 31999.0, 8000));
}

static void a_block_loses_no_more_than_it_took_and_no_less_than_nothing(void **state)
{
    (void)state;
    struct tkg_tail_watch watch;
    tkg_tail_watch_init(&watch);
    tkg_tail_watch_rebase(&watch, &(struct tkg_thread_account){0, 0, 0, 0, 0});
    tkg_tail_watch_note(&watch, 1e5, &(struct tkg_thread_account){500000, 100, 1, 0, 0});
    assert_near(watch.off_cpu_ns, 1e5, 0.0);
    tkg_tail_watch_note(&watch, 1e5, &(struct tkg_thread_account){600000, 100300, 1, 0, 0});
    assert_near(watch.off_cpu_ns, 1e5, 0.0); /* 200 ns more CPU than wall: the clocks' own cost */
}

static void a_run_without_slow_blocks_reports_zeros(void **state)
{
    (void)state;
    struct tkg_tail_watch watch;
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_BLOCK);
    tkg_tail_watch_init(&watch);
    tkg_tail_watch_report(&watch, 1000, &trial);
    for (int i = TKG_METRIC_TAIL_BLOCKS; i <= TKG_METRIC_TAIL_FAULTS; i++) {
        assert_near(trial.values[i], 0.0, 0.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_slow_before_the_usual_is_known),
        cmocka_unit_test(slow_is_twice_the_median_however_many_are_slow),
        cmocka_unit_test(threshold_waits_until_there_are_twice_as_many_blocks),
        cmocka_unit_test(slow_blocks_are_told_apart_by_what_they_met),
        cmocka_unit_test(rebase_forgets_what_lay_between),
        cmocka_unit_test(a_part_follows_when_no_more_lay_between_than_ever),
        cmocka_unit_test(a_block_loses_no_more_than_it_took_and_no_less_than_nothing),
        cmocka_unit_test(a_run_without_slow_blocks_reports_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
