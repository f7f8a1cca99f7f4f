/* SPDX-License-Identifier: Apache-2.0
 *
 * Loads whose share of a processor is known, under the real sampler: what it says must be true. A
 * machine that takes the processor away skips, by the run-queue wait and steal that the same
 * sampler saw, and says so.
 */
#include "cmocka_all.h"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <time.h>

#include "host/clock.h"
#include "host/cpu.h"
#include "host/usage.h"
#include "measure/sampler.h"
#include "stats/telemetry_figures.h"

enum { MS = 1000000, MIB = 1 << 20 };

/* Above this share of waiting and steal the machine, not the sampler, is what is measured. */
static const double disturbed_share = 0.005;

static void busy_until(int64_t until_ns)
{
    while (tkg_clock_monotonic_ns() < until_ns) {
    }
}

static void sleep_until(int64_t until_ns)
{
    struct timespec when = {.tv_sec = until_ns / 1000000000, .tv_nsec = until_ns % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) != 0) {
    }
}

static void be_busy(void)
{
    busy_until(tkg_clock_monotonic_ns() + INT64_C(1000) * MS);
}

static void be_asleep(void)
{
    sleep_until(tkg_clock_monotonic_ns() + INT64_C(1000) * MS);
}

/* 10 ms of work, 10 ms of sleep, on a fixed grid: being late does not add up. */
static void be_half_busy(void)
{
    int64_t at_ns = tkg_clock_monotonic_ns();
    for (int i = 0; i < 50; i++, at_ns += INT64_C(20) * MS) {
        busy_until(at_ns + INT64_C(10) * MS);
        sleep_until(at_ns + INT64_C(20) * MS);
    }
}

static void touch_100_mb_for_5_ms(void)
{
    be_asleep();
    char *memory =
        mmap(NULL, 100 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED);
    memset(memory, 1, 100 * MIB);
    assert_int_equal(munmap(memory, 100 * MIB), 0);
}

static void yield_a_thousand_times(void)
{
    const struct timespec moment = {0, 1000};
    for (int i = 0; i < 1000; i++) {
        (void)clock_nanosleep(CLOCK_MONOTONIC, 0, &moment, NULL);
    }
}

static void *run_busy(void *context)
{
    (void)context;
    be_busy();
    return NULL;
}

static void *run_asleep(void *context)
{
    (void)context;
    be_asleep();
    return NULL;
}

static void run_two(void *(*first)(void *), void *(*second)(void *))
{
    pthread_t threads[2];
    assert_int_equal(pthread_create(&threads[0], NULL, first, NULL), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, second, NULL), 0);
    assert_int_equal(pthread_join(threads[0], NULL), 0);
    assert_int_equal(pthread_join(threads[1], NULL), 0);
}

static void have_one_worker_idle(void)
{
    run_two(run_busy, run_asleep);
}

static struct tkg_telemetry *sample(void (*load)(void), struct tkg_telemetry_figures *figures)
{
    struct tkg_sampler *sampler;
    struct tkg_error err = {0};
    const struct tkg_sampler_request request = {
        .interval_ns = INT64_C(100) * MS, .measured_cpu = -1, .sampler_cpu = -1};
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_OK, &err);
    load();
    tkg_sampler_stop(sampler);
    struct tkg_telemetry *telemetry = tkg_sampler_take(sampler);
    tkg_sampler_destroy(sampler);
    assert_status(tkg_telemetry_figures_make(telemetry, figures, &err), TKG_OK, &err);
    return telemetry;
}

/* Frees telemetry and leaves the test when somebody else had the processor. */
static void skip_if_disturbed(struct tkg_telemetry *telemetry,
                              const struct tkg_telemetry_figures *figures)
{
    double stolen = figures->stolen_0to1.count >= 5 ? figures->stolen_0to1.mean : 0.0;
    double waited = figures->waited_0to1.count >= 5 ? figures->waited_0to1.mean : 0.0;
    if (waited + stolen > disturbed_share) {
        print_message("unavailable here: this machine took the processor away (%.1f %% waiting, "
                      "%.1f %% steal)\n",
                      1e2 * waited, 1e2 * stolen);
        free(telemetry);
        skip();
    }
}

static void assert_cpu_share(void (*load)(void), double expected, double tolerance)
{
    struct tkg_telemetry_figures figures;
    struct tkg_telemetry *telemetry = sample(load, &figures);
    print_message("CPU mean %.2f %% of %u samples, expected %.0f +- %.0f %%\n",
                  1e2 * figures.cpu_0to1.mean, figures.cpu_0to1.count, 1e2 * expected,
                  1e2 * tolerance);
    assert_in_range(figures.cpu_0to1.count, 50, TKG_TELEMETRY_POINT_MAX);
    if (expected > 0.0) { /* nobody can take a processor that is not wanted */
        skip_if_disturbed(telemetry, &figures);
    }
    free(telemetry);
    assert_near(figures.cpu_0to1.mean, expected, tolerance);
}

/* row: R01 */
static void a_busy_loop_uses_all_of_a_processor(void **state)
{
    (void)state;
    assert_cpu_share(be_busy, 1.00, 0.02);
}

/* row: R01 */
static void a_sleeper_uses_none_of_it(void **state)
{
    (void)state;
    assert_cpu_share(be_asleep, 0.00, 0.01);
}

/* row: R01 */
static void half_a_load_uses_half(void **state)
{
    (void)state;
    assert_cpu_share(be_half_busy, 0.50, 0.03);
}

/* row: R02 */
static void a_spike_of_memory_between_two_samples_is_in_the_peak(void **state)
{
    (void)state;
    struct tkg_telemetry_figures figures;
    if (tkg_rss_peak_reset() != 0) {
        print_message("unavailable here: clear_refs is forbidden\n");
        skip();
    }
    struct tkg_telemetry *telemetry = sample(touch_100_mb_for_5_ms, &figures);
    double peak = telemetry->values[TKG_TELEMETRY_PEAK];
    free(telemetry);
    print_message("memory mean %.1f MB, peak %.1f MB\n", figures.rss_bytes.mean / 1e6, peak / 1e6);
    assert_true(peak >= figures.rss_bytes.p50 + 99.0 * MIB);
    assert_true(figures.rss_bytes.mean < peak / 2.0);
}

/* row: R13 */
static void a_thousand_yields_are_a_thousand_switches(void **state)
{
    (void)state;
    struct tkg_telemetry_figures figures;
    struct tkg_telemetry *telemetry = sample(yield_a_thousand_times, &figures);
    double voluntary = telemetry->values[TKG_TELEMETRY_VOLUNTARY_SWITCHES];
    double involuntary = telemetry->values[TKG_TELEMETRY_INVOLUNTARY_SWITCHES];
    free(telemetry);
    /* A thread that is preempted on its way to sleep counts as switched against its will. */
    print_message("%.0f + %.0f switches for 1000 yields\n", voluntary, involuntary);
    assert_true(voluntary + involuntary >= 1000.0);
}

/* Of the two workers alone: the main thread only waits for them. */
static struct tkg_parallel_load load_of_workers(const struct tkg_telemetry *telemetry)
{
    struct tkg_worker workers[TKG_TELEMETRY_THREAD_MAX];
    size_t count = 0;
    for (uint32_t i = 1; i < telemetry->thread_count; i++) {
        workers[count++] =
            (struct tkg_worker){telemetry->threads[i].cpu_ns, telemetry->threads[i].wait_ns};
    }
    assert_int_equal(count, 2);
    return tkg_parallel_load(workers, count, telemetry->wall_ns);
}

/* row: R15 */
static void two_workers_of_which_one_is_idle_are_half_busy(void **state)
{
    (void)state;
    struct tkg_telemetry_figures figures;
    struct tkg_telemetry *telemetry = sample(have_one_worker_idle, &figures);
    struct tkg_parallel_load load = load_of_workers(telemetry);
    print_message("workers: %.1f %% busy, %.1f %% waiting, %.1f %% idle\n", 1e2 * load.busy_0to1,
                  1e2 * load.waiting_0to1, 1e2 * load.idle_0to1);
    skip_if_disturbed(telemetry, &figures);
    free(telemetry);
    assert_near(load.busy_0to1, 0.50, 0.03);
    assert_near(load.idle_0to1, 0.50, 0.03);
}

/* Four pieces of work that only take time: 250 ms each, far above what a wake-up may be late. */
enum { WORKERS = 4 };
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static void *sleep_freely(void *context)
{
    (void)context;
    sleep_until(tkg_clock_monotonic_ns() + INT64_C(250) * MS);
    return NULL;
}

static void *sleep_under_a_lock(void *context)
{
    (void)pthread_mutex_lock(&one_at_a_time);
    (void)sleep_freely(context);
    (void)pthread_mutex_unlock(&one_at_a_time);
    return NULL;
}

static double time_alone(void *(*work)(void *))
{
    int64_t begin_ns = tkg_clock_monotonic_ns();
    for (int i = 0; i < WORKERS; i++) {
        (void)work(NULL);
    }
    return (double)(tkg_clock_monotonic_ns() - begin_ns);
}

static double time_together(void *(*work)(void *))
{
    pthread_t threads[WORKERS];
    int64_t begin_ns = tkg_clock_monotonic_ns();
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, work, NULL), 0);
    }
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    return (double)(tkg_clock_monotonic_ns() - begin_ns);
}

/* row: R16 */
static void sleeps_scale_fully_and_a_lock_not_at_all(void **state)
{
    (void)state;
    struct tkg_parallel_efficiency free_work =
        tkg_parallel_efficiency(time_alone(sleep_freely), time_together(sleep_freely), WORKERS);
    struct tkg_parallel_efficiency locked = tkg_parallel_efficiency(
        time_alone(sleep_under_a_lock), time_together(sleep_under_a_lock), WORKERS);
    print_message("efficiency: %.1f %% free, %.1f %% under a lock\n",
                  1e2 * free_work.efficiency_0to1, 1e2 * locked.efficiency_0to1);
    assert_int_equal(free_work.state, TKG_PARALLEL_OK);
    assert_int_equal(locked.state, TKG_PARALLEL_OK);
    assert_near(free_work.efficiency_0to1, 1.00, 0.05);
    assert_near(locked.efficiency_0to1, 0.25, 0.02);
    /* A "sequential time" that nobody measured: 10 averages for one. */
    assert_int_equal(tkg_parallel_efficiency(10.0 * 400.0, 400.0, WORKERS).state,
                     TKG_PARALLEL_TOO_EFFICIENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_busy_loop_uses_all_of_a_processor),
        cmocka_unit_test(a_sleeper_uses_none_of_it),
        cmocka_unit_test(half_a_load_uses_half),
        cmocka_unit_test(a_spike_of_memory_between_two_samples_is_in_the_peak),
        cmocka_unit_test(a_thousand_yields_are_a_thousand_switches),
        cmocka_unit_test(two_workers_of_which_one_is_idle_are_half_busy),
        cmocka_unit_test(sleeps_scale_fully_and_a_lock_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
