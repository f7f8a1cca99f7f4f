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
#include "host/thread_usage.h"
#include "host/usage.h"
#include "measure/sampler.h"
#include "stats/telemetry_figures.h"

enum { MS = 1000000, MIB = 1 << 20 };

/* Above this share of waiting and steal the machine, not the sampler, is what is measured. */
static const double disturbed_share = 0.005;
/* Samples are missing for the machine's sake when the sampler itself stood in the run queue for
 * longer than that: of the 78 of a second 28 must be lost until there are too few, each 12.5 ms. */
static const double starved_share = 0.1;
/* What waiting of all threads may add up to before times of 250 ms are no longer good to 5 %. */
static const int64_t late_ns_max = INT64_C(5) * 1000000;

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

static int64_t spike_ns; /* how long the memory of the next load was there */

static void touch_100_mb_for_5_ms(void)
{
    be_asleep();
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    char *memory =
        mmap(NULL, 100 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED);
    memset(memory, 1, 100 * MIB);
    assert_int_equal(munmap(memory, 100 * MIB), 0);
    spike_ns = tkg_clock_monotonic_ns() - begin_ns;
}

/* The kernel's own text about the main thread: another place than getrusage. */
static int64_t voluntary_switches_in_status(void)
{
    char line[128];
    long long count = -1;
    FILE *status = fopen("/proc/thread-self/status", "r");
    assert_non_null(status);
    while (fgets(line, sizeof(line), status)) {
        (void)sscanf(line, "voluntary_ctxt_switches: %lld", &count);
    }
    assert_int_equal(fclose(status), 0);
    assert_true(count >= 0);
    return count;
}

static int64_t switches; /* of the main thread in the next load, voluntary ones */

/* Until the kernel has counted a thousand: a thread that is preempted on its way to sleep counts as
 * switched against its will. */
static void yield_a_thousand_times(void)
{
    const struct timespec moment = {0, 1000};
    const int64_t begin = voluntary_switches_in_status();
    for (int i = 0; i < 100000 && (i < 1000 || switches < 1000); i++) {
        (void)clock_nanosleep(CLOCK_MONOTONIC, 0, &moment, NULL);
        switches = i < 999 ? 0 : voluntary_switches_in_status() - begin;
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

/* What the sampler said, and how long it stood in the run queue itself. */
struct sampled {
    struct tkg_telemetry *telemetry; /* owned */
    struct tkg_telemetry_figures figures;
    double starved_0to1; /* of the load; 0 where the kernel does not tell */
};

static struct sampled sample(void (*load)(void))
{
    struct sampled out;
    struct tkg_sampler *sampler;
    struct tkg_error err = {0};
    const struct tkg_sampler_request request = {
        .interval_ns = INT64_C(100) * MS, .measured_cpu = -1, .sampler_cpu = -1};
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_OK, &err);
    const int32_t id = tkg_sampler_thread_id(sampler);
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    const int64_t waited_ns = tkg_thread_wait_ns(id);
    load();
    out.starved_0to1 = waited_ns < 0 ? 0.0
                                     : (double)(tkg_thread_wait_ns(id) - waited_ns) /
                                           (double)(tkg_clock_monotonic_ns() - begin_ns);
    tkg_sampler_stop(sampler);
    out.telemetry = tkg_sampler_take(sampler);
    tkg_sampler_destroy(sampler);
    assert_status(tkg_telemetry_figures_make(out.telemetry, &out.figures, &err), TKG_OK, &err);
    return out;
}

/* Leaves the test. */
static void skip_for(struct sampled *sampled, const char *reason, double share)
{
    print_message("unavailable here: %s (%.1f %%)\n", reason, 1e2 * share);
    free(sampled->telemetry);
    skip();
}

/* 50 samples, or the sampler was kept from taking them. */
static void need_samples(struct sampled *sampled)
{
    uint32_t count = sampled->figures.cpu_0to1.count;
    print_message("%u samples, the sampler waited for %.1f %% of the time\n", count,
                  1e2 * sampled->starved_0to1);
    if (count < 50 && sampled->starved_0to1 > starved_share) {
        skip_for(sampled, "the sampler did not get a processor", sampled->starved_0to1);
    }
    assert_in_range(count, 50, TKG_TELEMETRY_POINT_MAX);
}

/* Leaves the test when somebody else had the processor. */
static void need_processor(struct sampled *sampled)
{
    const struct tkg_telemetry_figures *figures = &sampled->figures;
    double stolen = figures->stolen_0to1.count >= 5 ? figures->stolen_0to1.mean : 0.0;
    double waited = figures->waited_0to1.count >= 5 ? figures->waited_0to1.mean : 0.0;
    if (waited + stolen > disturbed_share) {
        skip_for(sampled, "this machine took the processor away", waited + stolen);
    }
}

static void assert_cpu_share(void (*load)(void), double expected, double tolerance)
{
    struct sampled sampled = sample(load);
    double mean = sampled.figures.cpu_0to1.mean;
    need_samples(&sampled);
    print_message("CPU mean %.2f %%, expected %.0f +- %.0f %%\n", 1e2 * mean, 1e2 * expected,
                  1e2 * tolerance);
    if (expected > 0.0) { /* nobody can take a processor that is not wanted */
        need_processor(&sampled);
    }
    free(sampled.telemetry);
    assert_near(mean, expected, tolerance);
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
    if (tkg_rss_peak_reset() != 0) {
        print_message("unavailable here: clear_refs is forbidden\n");
        skip();
    }
    struct sampled sampled = sample(touch_100_mb_for_5_ms);
    need_samples(&sampled);
    double peak = sampled.telemetry->values[TKG_TELEMETRY_PEAK];
    double mean = sampled.figures.rss_bytes.mean, median = sampled.figures.rss_bytes.p50;
    print_message("memory mean %.1f MB, median %.1f MB, peak %.1f MB in a spike of %.0f ms\n",
                  mean / 1e6, median / 1e6, peak / 1e6, (double)spike_ns / 1e6);
    double share = (double)spike_ns / (double)(spike_ns + INT64_C(1000) * MS);
    if (share > 0.25) {
        skip_for(&sampled, "the spike took a quarter of the time or more", share);
    }
    free(sampled.telemetry);
    assert_true(peak >= median + 99.0 * MIB);
    assert_true(mean < peak / 2.0);
}

/* row: R13 */
static void a_thousand_yields_are_a_thousand_switches(void **state)
{
    (void)state;
    struct sampled sampled = sample(yield_a_thousand_times);
    double voluntary = sampled.telemetry->values[TKG_TELEMETRY_VOLUNTARY_SWITCHES];
    double involuntary = sampled.telemetry->values[TKG_TELEMETRY_INVOLUNTARY_SWITCHES];
    double sampled_count = (double)sampled.telemetry->sample_count;
    free(sampled.telemetry);
    print_message("%.0f voluntary and %.0f involuntary switches for %lld yields\n", voluntary,
                  involuntary, (long long)switches);
    assert_true(switches >= 1000);
    assert_true(voluntary >= (double)switches);
    /* Beside them the sampler sleeps once a sample, and both wait for each other at the ends. */
    assert_true(voluntary <= (double)switches + 2.0 * sampled_count + 20.0);
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
    struct sampled sampled = sample(have_one_worker_idle);
    need_samples(&sampled);
    struct tkg_parallel_load load = load_of_workers(sampled.telemetry);
    print_message("workers: %.1f %% busy, %.1f %% waiting, %.1f %% idle\n", 1e2 * load.busy_0to1,
                  1e2 * load.waiting_0to1, 1e2 * load.idle_0to1);
    need_processor(&sampled);
    free(sampled.telemetry);
    assert_near(load.busy_0to1, 0.50, 0.03);
    assert_near(load.idle_0to1, 0.50, 0.03);
}

/* Four pieces of work that only take time: 250 ms each, far above what a wake-up may be late. */
enum { WORKERS = 4 };
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static _Atomic int64_t late_ns; /* of all threads: they could have run and had no processor */

static void *sleep_freely(void *context)
{
    (void)context;
    int64_t begin_ns = tkg_thread_run_queue_wait_ns();
    sleep_until(tkg_clock_monotonic_ns() + INT64_C(250) * MS);
    late_ns += tkg_thread_run_queue_wait_ns() - begin_ns;
    return NULL;
}

/* A thread of its own, from its first moment on. */
static void *begin_work(void *context)
{
    void *(*work)(void *) = *(void *(**)(void *))context;
    late_ns += tkg_thread_run_queue_wait_ns();
    return work(NULL);
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
    const int64_t waited_ns = tkg_thread_run_queue_wait_ns();
    int64_t begin_ns = tkg_clock_monotonic_ns();
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, begin_work, &work), 0);
    }
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    late_ns += tkg_thread_run_queue_wait_ns() - waited_ns;
    return (double)(tkg_clock_monotonic_ns() - begin_ns);
}

/* row: R16 */
static void sleeps_scale_fully_and_a_lock_not_at_all(void **state)
{
    (void)state;
    /* A "sequential time" that nobody measured: 10 averages for one. */
    assert_int_equal(tkg_parallel_efficiency(10.0 * 400.0, 400.0, WORKERS).state,
                     TKG_PARALLEL_TOO_EFFICIENT);
    struct tkg_parallel_efficiency free_work =
        tkg_parallel_efficiency(time_alone(sleep_freely), time_together(sleep_freely), WORKERS);
    struct tkg_parallel_efficiency locked = tkg_parallel_efficiency(
        time_alone(sleep_under_a_lock), time_together(sleep_under_a_lock), WORKERS);
    print_message("efficiency: %.1f %% free, %.1f %% under a lock; threads waited for %.1f ms\n",
                  1e2 * free_work.efficiency_0to1, 1e2 * locked.efficiency_0to1,
                  (double)late_ns / 1e6);
    if (late_ns > late_ns_max) {
        print_message("unavailable here: this machine let the threads wait for a processor\n");
        skip();
    }
    assert_int_equal(free_work.state, TKG_PARALLEL_OK);
    assert_int_equal(locked.state, TKG_PARALLEL_OK);
    assert_near(free_work.efficiency_0to1, 1.00, 0.05);
    assert_near(locked.efficiency_0to1, 0.25, 0.02);
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
