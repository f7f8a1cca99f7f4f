/* SPDX-License-Identifier: Apache-2.0
 *
 * What the sampler does whatever the machine's speed. Whether its figures are true is measured in
 * tests/proof/telemetry_truth.c.
 */
#include "cmocka_all.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "host/clock.h"
#include "host/cpu.h"
#include "host/thread_usage.h"
#include "measure/sampler.h"

static struct tkg_sampler_request make_request(void)
{
    return (struct tkg_sampler_request){
        .interval_ns = 1000000, .measured_cpu = -1, .sampler_cpu = -1};
}

static struct tkg_telemetry *finish(struct tkg_sampler *sampler)
{
    tkg_sampler_stop(sampler);
    struct tkg_telemetry *telemetry = tkg_sampler_take(sampler);
    tkg_sampler_destroy(sampler);
    assert_non_null(telemetry);
    assert_true(tkg_telemetry_is_sane(telemetry, tkg_telemetry_bytes(telemetry->point_count)));
    return telemetry;
}

static void burn(int64_t cpu_ns)
{
    int64_t until_ns = tkg_clock_thread_cpu_ns() + cpu_ns;
    while (tkg_clock_thread_cpu_ns() < until_ns) {
    }
}

static void used_time_is_in_the_series_and_the_sampler_s_own_is_not(void **state)
{
    (void)state;
    struct tkg_sampler *sampler;
    struct tkg_error err = {0};
    const struct tkg_sampler_request request = make_request();
    int64_t begin_ns = tkg_clock_thread_cpu_ns();
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_OK, &err);
    burn(100000000);
    struct tkg_telemetry *telemetry = finish(sampler);
    int64_t used_ns = tkg_clock_thread_cpu_ns() - begin_ns;
    int64_t seen_ns = 0;
    for (uint32_t i = 0; i < telemetry->point_count; i++) {
        seen_ns += telemetry->points[i].cpu_ns;
        assert_true(telemetry->points[i].system_ns <= telemetry->points[i].cpu_ns);
    }
    assert_true(seen_ns <= used_ns); /* all of it is this thread's */
    assert_true(telemetry->sample_count >= telemetry->point_count);
    assert_in_range(telemetry->thread_count, 1, 2); /* the thread sanitizer has one of its own */
    assert_int_equal(telemetry->threads[0].id, tkg_thread_id());
    assert_true(telemetry->threads[0].cpu_ns >= 100000000);
    assert_true(telemetry->sampler_cpu_ns > 0);
    free(telemetry);
}

/* The first interval and the last, partial one are in no point: what is written falls into them
 * only when the machine stops the writer for that long. */
static void what_is_written_is_in_the_series_and_what_the_sampler_reads_is_not(void **state)
{
    (void)state;
    static const char bytes[10000];
    struct tkg_sampler *sampler;
    struct tkg_error err = {0};
    const struct tkg_sampler_request request = make_request();
    const int sink = open("/dev/null", O_WRONLY | O_CLOEXEC);
    assert_true(sink >= 0);
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_OK, &err);
    for (int i = 0; i < 100; i++) {
        burn(1000000);
        assert_int_equal(write(sink, bytes, sizeof(bytes)), (ssize_t)sizeof(bytes));
    }
    struct tkg_telemetry *telemetry = finish(sampler);
    int64_t calls = 0, seen_bytes = 0;
    for (uint32_t i = 0; i < telemetry->point_count; i++) {
        calls += telemetry->points[i].io_calls;
        seen_bytes += telemetry->points[i].io_bytes;
    }
    (void)close(sink);
    if (calls >= 0) { /* else the kernel keeps no accounts */
        assert_in_range(calls, telemetry->point_count > 0 ? 1 : 0, 100);
        /* Counters of the sampler are written in digits: some bytes more or fewer. */
        assert_near((double)seen_bytes, 1e4 * (double)calls, 16.0 * telemetry->sample_count);
    }
    free(telemetry);
}

/* Two samples are no points: the one that begins everything, and that which ends the first
 * interval, in which thread and caches were still settling. Unless the series was so long that it
 * was folded, all others are. */
static void the_first_interval_is_left_out(void **state)
{
    (void)state;
    struct tkg_sampler *sampler;
    struct tkg_error err = {0};
    const struct tkg_sampler_request request = make_request();
    struct tkg_telemetry *fresh = tkg_telemetry_create(request.interval_ns);
    assert_non_null(fresh);
    const int64_t interval_ns = fresh->interval_ns;
    free(fresh);
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_OK, &err);
    burn(20 * interval_ns);
    struct tkg_telemetry *telemetry = finish(sampler);
    if (telemetry->interval_ns == interval_ns && telemetry->sample_count >= 2) {
        assert_int_equal(telemetry->sample_count, telemetry->point_count + 2);
    }
    free(telemetry);
}

static void a_trial_that_ends_at_once_has_its_readings(void **state)
{
    (void)state;
    struct tkg_sampler *sampler;
    struct tkg_error err = {0};
    struct tkg_sampler_request request = make_request();
    request.interval_ns = INT64_C(600000000000);
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_OK, &err);
    struct tkg_telemetry *telemetry = finish(sampler);
    assert_true(telemetry->sample_count >= 1); /* the first, which begins everything */
    assert_number(telemetry->values[TKG_TELEMETRY_RSS]);
    free(telemetry);
}

static void *end_at_once(void *context)
{
    return context;
}

static void threads_that_come_and_go_are_harmless(void **state)
{
    (void)state;
    struct tkg_sampler *sampler;
    struct tkg_error err = {0};
    const struct tkg_sampler_request request = make_request();
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_OK, &err);
    for (int i = 0; i < 500; i++) {
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, end_at_once, NULL), 0);
        assert_int_equal(pthread_join(thread, NULL), 0);
    }
    struct tkg_telemetry *telemetry = finish(sampler);
    assert_in_range(telemetry->thread_count, 1, TKG_TELEMETRY_THREAD_MAX);
    free(telemetry);
}

static void a_sampler_is_pinned_beside_and_says_when_it_cannot_be(void **state)
{
    (void)state;
    struct tkg_sampler *sampler;
    struct tkg_error err = {0};
    struct tkg_sampler_request request = make_request();
    request.measured_cpu = tkg_cpu_preferred();
    request.sampler_cpu = tkg_cpu_beside(request.measured_cpu);
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_OK, &err);
    struct tkg_telemetry *telemetry = finish(sampler);
    assert_int_equal(telemetry->sampler_cpu, request.sampler_cpu);
    assert_int_equal(telemetry->shares_cpu, request.sampler_cpu < 0);
    free(telemetry);
    request.sampler_cpu = 8191; /* no machine of ours has it */
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_USAGE, &err);
    assert_null(sampler);
    assert_contains(err.text, "cannot pin to CPU 8191");
}

static void gpus_are_read_when_asked_for(void **state)
{
    (void)state;
    struct tkg_sampler *sampler;
    struct tkg_error err = {0};
    struct tkg_sampler_request request = make_request();
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_OK, &err);
    struct tkg_telemetry *telemetry = finish(sampler);
    assert_int_equal(telemetry->gpu_count, 0);
    assert_string_equal(telemetry->gpu_reason, "not looked for in this pass");
    free(telemetry);
    request.wants_gpus = true;
    assert_int_equal(setenv("TICKGATE_NVML", TKG_TEST_ENGINES "/../nvml/fake_nvml.so", 1), 0);
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_OK, &err);
    telemetry = finish(sampler);
    (void)unsetenv("TICKGATE_NVML");
    assert_int_equal(telemetry->gpu_count, 2);
    assert_string_equal(telemetry->gpus[0].name, "Fake One");
    assert_near(telemetry->gpus[0].busy_max_0to1, 0.37, 1e-12);
    assert_int_equal(telemetry->gpus[0].used_bytes_max, INT64_C(5) << 30);
    assert_int_equal(telemetry->gpus[0].process_bytes_max, INT64_C(1536) << 20);
    free(telemetry);
}

static void a_sampler_that_is_not_stopped_can_be_destroyed(void **state)
{
    (void)state;
    struct tkg_sampler *sampler;
    struct tkg_error err = {0};
    const struct tkg_sampler_request request = make_request();
    assert_status(tkg_sampler_start(&sampler, &request, &err), TKG_OK, &err);
    tkg_sampler_destroy(sampler);
    tkg_sampler_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(used_time_is_in_the_series_and_the_sampler_s_own_is_not),
        cmocka_unit_test(what_is_written_is_in_the_series_and_what_the_sampler_reads_is_not),
        cmocka_unit_test(the_first_interval_is_left_out),
        cmocka_unit_test(a_trial_that_ends_at_once_has_its_readings),
        cmocka_unit_test(threads_that_come_and_go_are_harmless),
        cmocka_unit_test(a_sampler_is_pinned_beside_and_says_when_it_cannot_be),
        cmocka_unit_test(gpus_are_read_when_asked_for),
        cmocka_unit_test(a_sampler_that_is_not_stopped_can_be_destroyed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
