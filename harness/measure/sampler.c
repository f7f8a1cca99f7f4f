/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/sampler.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/check.h"
#include "base/text.h"
#include "host/clock.h"
#include "host/cpu.h"
#include "host/gpu_nvml.h"
#include "host/io_usage.h"
#include "host/memory_usage.h"
#include "host/pressure.h"
#include "host/thread_usage.h"
#include "host/usage.h"
#include "measure/usage_reading.h"

/* Steal is counted in steps of 10 ms: reading it more often costs and shows nothing. */
static const int64_t slow_interval_ns = INT64_C(10000000);
/* The driver's own sampling period is 1/6 s at least (NVML, nvmlDeviceGetUtilizationRates). */
static const int64_t gpu_interval_ns = INT64_C(100000000);

/* One thread of the process, from reading to reading. */
struct followed_thread {
    int32_t id;
    int64_t cpu_ns; /* at the last reading, as wait_ns */
    int64_t wait_ns;
    struct tkg_thread_usage first;
    struct tkg_thread_usage last;
};

struct tkg_sampler {
    struct tkg_sampler_request request;
    struct tkg_telemetry *telemetry; /* owned until taken */
    struct tkg_gpus *gpus;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_ready;   /* guarded by lock: the first sample was taken */
    bool must_stop;  /* guarded by lock */
    bool is_running; /* of the creator: the thread is still to be joined */
    int pin_error;   /* errno of pinning; 0 */

    int32_t own_id;
    struct followed_thread threads[TKG_TELEMETRY_THREAD_MAX];
    uint32_t thread_count;
    int64_t begin_ns;
    int64_t last_ns; /* the totals below, as of this time */
    int64_t system_total_ns;
    int64_t steal_total_ns;
    int64_t stall_total_us;
    int64_t io_call_total;
    int64_t io_byte_total;
    int64_t slow_read_ns; /* when steal and pressure were read last */
    int64_t gpu_read_ns;
    double gpu_busy_sums[TKG_TELEMETRY_GPU_MAX];
    uint32_t gpu_busy_counts[TKG_TELEMETRY_GPU_MAX];
    struct tkg_usage_reading begin;
};

static int64_t timeval_ns(struct timeval time)
{
    return (int64_t)time.tv_sec * 1000000000 + (int64_t)time.tv_usec * 1000;
}

/* Kernel time of the process without that of the calling thread, the sampler. */
static int64_t system_ns_of_others(void)
{
    struct rusage all, own;
    int result = getrusage(RUSAGE_SELF, &all) + getrusage(RUSAGE_THREAD, &own);
    TKG_ASSERT(result == 0); /* fails for wrong arguments only */
    return timeval_ns(all.ru_stime) - timeval_ns(own.ru_stime);
}

/* NULL when there is no room. A new thread began after the last reading: all it did counts. */
static struct followed_thread *follow(struct tkg_sampler *sampler, int32_t id)
{
    for (uint32_t i = 0; i < sampler->thread_count; i++) {
        if (sampler->threads[i].id == id) {
            return &sampler->threads[i];
        }
    }
    if (sampler->thread_count == TKG_TELEMETRY_THREAD_MAX) {
        return NULL;
    }
    struct followed_thread *added = &sampler->threads[sampler->thread_count++];
    *added = (struct followed_thread){.id = id};
    return added;
}

/* later - *last, and *last becomes later; 0 for a thread that is gone, -1 when never known. */
static int64_t advance(int64_t *last, int64_t later)
{
    int64_t change = later > *last ? later - *last : 0;
    *last = later < 0 ? *last : later;
    return change;
}

/* What all threads but this one used and waited since the last reading. */
static void read_threads(struct tkg_sampler *sampler, struct tkg_telemetry_point *point)
{
    int32_t ids[TKG_TELEMETRY_THREAD_MAX];
    size_t count = tkg_thread_ids(ids, TKG_TELEMETRY_THREAD_MAX);
    count = count < TKG_TELEMETRY_THREAD_MAX ? count : TKG_TELEMETRY_THREAD_MAX;
    point->wait_ns = count > 0 ? 0 : -1;
    for (size_t i = 0; i < count; i++) {
        struct followed_thread *thread = ids[i] == sampler->own_id ? NULL : follow(sampler, ids[i]);
        if (!thread) {
            continue;
        }
        int64_t wait_ns = tkg_thread_wait_ns(ids[i]);
        point->cpu_ns += advance(&thread->cpu_ns, tkg_thread_cpu_ns(ids[i]));
        int64_t waited_ns = advance(&thread->wait_ns, wait_ns);
        point->wait_ns = wait_ns < 0 || point->wait_ns < 0 ? -1 : point->wait_ns + waited_ns;
    }
}

/* Rising totals of the machine, whose growth since the last reading goes to this interval. */
static void read_slow(struct tkg_sampler *sampler, struct tkg_telemetry_point *point)
{
    int64_t now_ns = tkg_clock_monotonic_ns();
    point->steal_ns = sampler->steal_total_ns < 0 ? -1 : 0;
    point->stall_ns = sampler->stall_total_us < 0 ? -1 : 0;
    if (now_ns - sampler->slow_read_ns < slow_interval_ns) {
        return;
    }
    sampler->slow_read_ns = now_ns;
    if (sampler->steal_total_ns >= 0) {
        point->steal_ns =
            advance(&sampler->steal_total_ns, tkg_steal_ns(sampler->request.measured_cpu));
    }
    if (sampler->stall_total_us >= 0) {
        point->stall_ns = advance(&sampler->stall_total_us, tkg_pressure_cpu_us()) * 1000;
    }
}

/* The process without the sampler, whose own readings are input, too. Ended threads count. */
static void read_io(struct tkg_sampler *sampler, struct tkg_telemetry_point *point)
{
    struct tkg_io_usage all, own;
    tkg_io_usage_read(&all);
    tkg_io_usage_read_thread(sampler->own_id, &own);
    if (all.read_calls < 0 || own.read_calls < 0) {
        point->io_calls = -1;
        point->io_bytes = -1;
        return;
    }
    point->io_calls = advance(&sampler->io_call_total,
                              all.read_calls + all.write_calls - own.read_calls - own.write_calls);
    point->io_bytes = advance(&sampler->io_byte_total, all.read_chars + all.written_chars -
                                                           own.read_chars - own.written_chars);
}

static void read_gpu(struct tkg_sampler *sampler, size_t index)
{
    struct tkg_telemetry_gpu *gpu = &sampler->telemetry->gpus[index];
    struct tkg_gpu_reading reading;
    tkg_gpus_read(sampler->gpus, index, &reading);
    gpu->sample_count++;
    gpu->total_bytes = reading.total_bytes;
    gpu->used_bytes_max =
        reading.used_bytes > gpu->used_bytes_max ? reading.used_bytes : gpu->used_bytes_max;
    gpu->process_bytes_max = reading.process_bytes > gpu->process_bytes_max
                                 ? reading.process_bytes
                                 : gpu->process_bytes_max;
    if (!isnan(reading.busy_share_0to1)) {
        sampler->gpu_busy_sums[index] += reading.busy_share_0to1;
        sampler->gpu_busy_counts[index]++;
        gpu->busy_mean_0to1 =
            sampler->gpu_busy_sums[index] / (double)sampler->gpu_busy_counts[index];
        gpu->busy_max_0to1 = fmax(gpu->busy_max_0to1, reading.busy_share_0to1);
    }
}

static void read_gpus(struct tkg_sampler *sampler)
{
    int64_t now_ns = tkg_clock_monotonic_ns();
    if (!sampler->gpus ||
        (sampler->gpu_read_ns > 0 && now_ns - sampler->gpu_read_ns < gpu_interval_ns)) {
        return;
    }
    sampler->gpu_read_ns = now_ns;
    for (size_t i = 0; i < sampler->telemetry->gpu_count; i++) {
        read_gpu(sampler, i);
    }
}

/* The interval from the last sample to now. */
static struct tkg_telemetry_point take_sample(struct tkg_sampler *sampler)
{
    struct tkg_telemetry_point point = {0};
    struct tkg_memory_usage memory;
    read_threads(sampler, &point);
    int64_t now_ns = tkg_clock_monotonic_ns();
    point.wall_ns = now_ns - sampler->last_ns;
    sampler->last_ns = now_ns;
    point.system_ns = advance(&sampler->system_total_ns, system_ns_of_others());
    point.system_ns = point.system_ns < point.cpu_ns ? point.system_ns : point.cpu_ns;
    tkg_memory_usage_read_own(&memory);
    point.rss_bytes = memory.rss_bytes;
    point.vms_bytes = memory.vms_bytes;
    read_io(sampler, &point);
    read_slow(sampler, &point);
    read_gpus(sampler);
    sampler->telemetry->sample_count++;
    return point;
}

/* False when it is time to stop. */
static bool wait_until(struct tkg_sampler *sampler, int64_t due_ns)
{
    const struct timespec due = {.tv_sec = due_ns / 1000000000, .tv_nsec = due_ns % 1000000000};
    int result = 0;
    (void)pthread_mutex_lock(&sampler->lock);
    while (!sampler->must_stop && result != ETIMEDOUT) {
        result = pthread_cond_timedwait(&sampler->changed, &sampler->lock, &due);
    }
    bool goes_on = !sampler->must_stop;
    (void)pthread_mutex_unlock(&sampler->lock);
    return goes_on;
}

/* The first sample sets the totals, and the interval that ends in it is nobody's. */
static void begin_sampling(struct tkg_sampler *sampler)
{
    int32_t cpu = sampler->request.sampler_cpu;
    sampler->own_id = tkg_thread_id();
    sampler->pin_error = cpu >= 0 ? tkg_cpu_move(cpu) : 0;
    sampler->steal_total_ns = tkg_steal_ns(sampler->request.measured_cpu);
    sampler->stall_total_us = tkg_pressure_cpu_us();
    sampler->slow_read_ns = tkg_clock_monotonic_ns();
    sampler->last_ns = sampler->slow_read_ns;
    (void)take_sample(sampler);
    for (uint32_t i = 0; i < sampler->thread_count; i++) {
        tkg_thread_usage_read(sampler->threads[i].id, &sampler->threads[i].first);
    }
    (void)pthread_mutex_lock(&sampler->lock);
    sampler->is_ready = true;
    (void)pthread_cond_broadcast(&sampler->changed);
    (void)pthread_mutex_unlock(&sampler->lock);
}

static void *run_sampler(void *context)
{
    struct tkg_sampler *sampler = context;
    struct tkg_telemetry *telemetry = sampler->telemetry;
    begin_sampling(sampler);
    int64_t due_ns = sampler->last_ns + telemetry->interval_ns;
    bool is_first = true; /* of an interval: thread and caches were still settling in it */
    while (wait_until(sampler, due_ns)) {
        struct tkg_telemetry_point point = take_sample(sampler);
        if (!is_first) {
            tkg_telemetry_add(telemetry, &point);
        }
        is_first = false;
        due_ns += telemetry->interval_ns;
        if (due_ns <= sampler->last_ns) { /* late by a whole interval: do not chase it */
            due_ns = sampler->last_ns + telemetry->interval_ns;
        }
    }
    telemetry->sampler_cpu_ns = tkg_clock_thread_cpu_ns();
    return NULL;
}

static void prepare_gpus(struct tkg_sampler *sampler)
{
    struct tkg_telemetry *telemetry = sampler->telemetry;
    const char *refusal =
        sampler->request.wants_gpus ? sampler->request.gpu_refusal : "not looked for in this pass";
    if (refusal && *refusal) {
        (void)tkg_string_copy(telemetry->gpu_reason, sizeof(telemetry->gpu_reason), refusal);
        return;
    }
    sampler->gpus = tkg_gpus_open(telemetry->gpu_reason);
    telemetry->gpu_count = sampler->gpus ? (uint32_t)tkg_gpus_count(sampler->gpus) : 0;
    for (size_t i = 0; i < telemetry->gpu_count; i++) {
        struct tkg_telemetry_gpu *gpu = &telemetry->gpus[i];
        *gpu = (struct tkg_telemetry_gpu){
            .busy_mean_0to1 = NAN,
            .busy_max_0to1 = NAN,
            .used_bytes_max = -1,
            .total_bytes = -1,
            .process_bytes_max = -1,
        };
        (void)tkg_string_copy(gpu->name, sizeof(gpu->name), tkg_gpus_name(sampler->gpus, i));
    }
}

/* Timed waits by the clock that nobody sets. */
static int init_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    int result = pthread_condattr_init(&attributes);
    if (result == 0) {
        result = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
        result = result == 0 ? pthread_cond_init(condition, &attributes) : result;
        (void)pthread_condattr_destroy(&attributes);
    }
    return result;
}

static void wait_until_ready(struct tkg_sampler *sampler)
{
    (void)pthread_mutex_lock(&sampler->lock);
    while (!sampler->is_ready) {
        (void)pthread_cond_wait(&sampler->changed, &sampler->lock);
    }
    (void)pthread_mutex_unlock(&sampler->lock);
}

static enum tkg_status start_thread(struct tkg_sampler *sampler, struct tkg_error *err)
{
    int result = pthread_create(&sampler->thread, NULL, run_sampler, sampler);
    if (result != 0) {
        return tkg_fail(err, TKG_SYSTEM, "no thread for the sampler: %s; run without telemetry",
                        strerror(result));
    }
    sampler->is_running = true;
    wait_until_ready(sampler);
    return sampler->pin_error == 0
               ? TKG_OK
               : tkg_cpu_fail_pin(sampler->request.sampler_cpu, sampler->pin_error, err);
}

enum tkg_status tkg_sampler_start(struct tkg_sampler **sampler,
                                  const struct tkg_sampler_request *request, struct tkg_error *err)
{
    struct tkg_memory_phase phase;
    struct tkg_sampler *made = calloc(1, sizeof(*made));
    *sampler = made;
    if (!made || !(made->telemetry = tkg_telemetry_create(request->interval_ns))) {
        free(made);
        *sampler = NULL;
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the sampler");
    }
    made->request = *request;
    made->telemetry->sampler_cpu = request->sampler_cpu;
    made->telemetry->shares_cpu = request->measured_cpu >= 0 && request->sampler_cpu < 0;
    (void)pthread_mutex_init(&made->lock, NULL); /* cannot fail on Linux */
    int result = init_condition(&made->changed);
    TKG_ASSERT(result == 0);
    prepare_gpus(made);
    tkg_memory_phase_begin(&phase); /* the peak that take() reads is that of the timed part */
    tkg_usage_reading_take(&made->begin);
    made->begin_ns = tkg_clock_monotonic_ns();
    enum tkg_status status = start_thread(made, err);
    if (status != TKG_OK) {
        tkg_sampler_destroy(made);
        *sampler = NULL;
    }
    return status;
}

int32_t tkg_sampler_thread_id(const struct tkg_sampler *sampler)
{
    return sampler->own_id;
}

/* Unknown at either end is unknown in between. A thread that ended keeps what was seen last. */
static int64_t change_of(int64_t first, int64_t last)
{
    return first < 0 || last < first ? -1 : last - first;
}

static void record_threads(struct tkg_sampler *sampler)
{
    struct tkg_telemetry *telemetry = sampler->telemetry;
    for (uint32_t i = 0; i < sampler->thread_count; i++) {
        struct followed_thread *from = &sampler->threads[i];
        struct tkg_telemetry_thread *to = &telemetry->threads[i];
        tkg_thread_usage_read(from->id, &from->last);
        to->id = from->id;
        (void)tkg_string_copy(to->name, sizeof(to->name),
                              *from->last.name ? from->last.name : from->first.name);
        to->cpu_ns =
            change_of(from->first.cpu_ns, from->last.cpu_ns < 0 ? from->cpu_ns : from->last.cpu_ns);
        to->wait_ns = change_of(from->first.wait_ns,
                                from->last.wait_ns < 0 ? from->wait_ns : from->last.wait_ns);
        to->voluntary_switches =
            change_of(from->first.voluntary_switches, from->last.voluntary_switches);
        to->involuntary_switches =
            change_of(from->first.involuntary_switches, from->last.involuntary_switches);
    }
    telemetry->thread_count = sampler->thread_count;
}

static void join_thread(struct tkg_sampler *sampler)
{
    (void)pthread_mutex_lock(&sampler->lock);
    sampler->must_stop = true;
    (void)pthread_cond_broadcast(&sampler->changed);
    (void)pthread_mutex_unlock(&sampler->lock);
    (void)pthread_join(sampler->thread, NULL);
    sampler->is_running = false;
}

void tkg_sampler_stop(struct tkg_sampler *sampler)
{
    struct tkg_usage_reading end;
    sampler->telemetry->wall_ns = tkg_clock_monotonic_ns() - sampler->begin_ns;
    join_thread(sampler);
    record_threads(sampler);
    tkg_usage_reading_take(&end);
    tkg_usage_reading_compare(&sampler->begin, &end, sampler->telemetry->values);
}

struct tkg_telemetry *tkg_sampler_take(struct tkg_sampler *sampler)
{
    struct tkg_telemetry *taken = sampler->telemetry;
    sampler->telemetry = NULL;
    return taken;
}

void tkg_sampler_destroy(struct tkg_sampler *sampler)
{
    if (!sampler) {
        return;
    }
    if (sampler->is_running) {
        join_thread(sampler);
    }
    tkg_gpus_close(sampler->gpus);
    (void)pthread_cond_destroy(&sampler->changed);
    (void)pthread_mutex_destroy(&sampler->lock);
    free(sampler->telemetry);
    free(sampler);
}
