/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass G: the shards of the stream on several threads at once, each shard with an engine instance
 * and an array of ticks of its own. Wall time is from the barrier that lets all threads go to the
 * end of the last one. The digest of a replay is made of those of the shards, in their order, so
 * that it is the same for every number of threads, unless instances get at one another.
 *
 * Whoever comes last to a barrier does what is to be done once for all (start_replay, end_replay),
 * so that no other thread takes a CPU from those that are timed.
 */
#include "measure/pass.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/random.h"
#include "host/cpu.h"
#include "host/cpu_spread.h"
#include "measure/shards.h"
#include "measure/spin_barrier.h"

/* As in the other passes: less of its core than this and something took it away (0112); more than
 * that cannot be. */
static const double cpu_share_min = 0.95;
static const double cpu_share_max = 1.01;
static const double waited_share_max = 0.05;
/* Reading the counters of a thread takes 0.6 us, twice a replay. */
static const int64_t read_cost_ns = 2000;
/* Warm-up lasts at least this long and one replay, as in the other passes. */
static const int64_t warm_up_ns = INT64_C(5000000);
/* Twice the private cache of current cores (2 MiB): walked over before each replay, so that ticks
 * come from beyond it whatever the number of threads that share them. */
enum { EVICT_BYTES = 4 << 20, EVICT_STEP = 64 };

/* One shard's own. */
struct shard_run {
    struct tkg_engine *engine;
    struct tkg_engine_report report;
};

struct team;

/* One thread. What it writes in every replay stays off the lines of the others. */
struct worker {
    _Alignas(128) struct team *team;
    pthread_t thread;
    int cpu; /* -1: not pinned */
    uint32_t index;
    unsigned char *evicted;
    struct tkg_thread_account begin; /* before the barrier of the replay */
    struct tkg_thread_account end;
    int64_t end_ns; /* its last shard is done */
    int64_t wait_begin_ns;
    struct tkg_thread_account sum; /* over all timed replays, waiting at the barrier included */
    int64_t waited_ns;             /* in the run queue, over everything; -1: unknown */
    enum tkg_status status;
    struct tkg_error err;
};

struct team {
    struct tkg_replay *replay;
    struct tkg_shards shards;
    struct shard_run *runs; /* one per shard */
    struct worker *workers;
    uint32_t count;
    bool oversubscribed;
    struct tkg_spin_barrier barrier;
    pthread_mutex_t lock; /* create and destroy: one at a time */
    int64_t begin_ns;
    int64_t start_ns; /* of the replay: the threads were let go */
    int64_t work_cpu_ns;
    bool is_warm;
    bool is_over;
    enum tkg_status status;
    struct tkg_error *err;
};

static bool is_mine(const struct worker *worker, uint32_t shard)
{
    return worker->team->shards.items[shard].thread == worker->index;
}

/* Keeps the first failure of the thread; it goes on to the barriers, where all others wait. */
static void fail_shard(struct worker *worker, uint32_t shard, enum tkg_status status,
                       const struct tkg_error *inner)
{
    if (worker->status == TKG_OK) {
        worker->status = tkg_fail(&worker->err, status, "%s (shard %" PRIu32 " of %" PRIu32 ")",
                                  inner->text, shard + 1, worker->team->shards.count);
    }
}

static enum tkg_status open_shard(struct team *team, struct shard_run *run, struct tkg_error *err)
{
    const struct tkg_trial_spec *spec = team->replay->spec;
    uint32_t instrument_count = 0;
    const struct tkg_instrument *instruments =
        tkg_tick_source_instruments(team->replay->source, &instrument_count);
    enum tkg_status status = tkg_engine_open(&run->engine, spec->engine, err);
    return status == TKG_OK ? tkg_engine_create_instance(run->engine, instruments, instrument_count,
                                                         spec->parameters, spec->seed, err)
                            : status;
}

/* An instance is made, used and given back by one thread; making them is not what is measured, so
 * engines need not be able to do it twice at the same time. */
static void open_shards(struct worker *worker)
{
    struct team *team = worker->team;
    (void)pthread_mutex_lock(&team->lock);
    for (uint32_t i = 0; i < team->shards.count && worker->status == TKG_OK; i++) {
        struct tkg_error err = {0};
        enum tkg_status status =
            is_mine(worker, i) ? open_shard(team, &team->runs[i], &err) : TKG_OK;
        if (status != TKG_OK) {
            fail_shard(worker, i, status, &err);
        }
    }
    (void)pthread_mutex_unlock(&team->lock);
}

static void close_shards(struct worker *worker)
{
    struct team *team = worker->team;
    (void)pthread_mutex_lock(&team->lock);
    for (uint32_t i = 0; i < team->shards.count; i++) {
        if (is_mine(worker, i)) {
            tkg_engine_close(team->runs[i].engine);
        }
    }
    (void)pthread_mutex_unlock(&team->lock);
}

static void prepare(struct worker *worker)
{
    if (worker->cpu >= 0) {
        worker->status = tkg_cpu_pin(worker->cpu, &worker->err);
    }
    worker->evicted = malloc(EVICT_BYTES);
    if (worker->status == TKG_OK && !worker->evicted) {
        worker->status = tkg_fail(&worker->err, TKG_NO_MEMORY, "out of memory in pass G");
    }
    if (worker->status == TKG_OK) {
        memset(worker->evicted, 1, EVICT_BYTES);
        open_shards(worker);
    }
    worker->wait_begin_ns = tkg_thread_run_queue_wait_ns();
}

static void reset_shards(struct worker *worker)
{
    struct team *team = worker->team;
    for (uint32_t i = 0; i < team->shards.count; i++) {
        if (is_mine(worker, i)) {
            tkg_engine_reset(team->runs[i].engine);
        }
    }
    for (size_t i = 0; i < EVICT_BYTES; i += EVICT_STEP) {
        /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): prepare() has filled it */
        worker->evicted[i]++;
    }
}

static enum tkg_status run_shard(struct team *team, uint32_t index, struct tkg_error *err)
{
    const size_t batch = team->replay->spec->batch_tick_count;
    const struct tkg_shard *shard = &team->shards.items[index];
    struct shard_run *run = &team->runs[index];
    enum tkg_status status = TKG_OK;
    for (size_t at = 0; at < shard->tick_count && status == TKG_OK; at += batch) {
        size_t left = shard->tick_count - at;
        status = tkg_engine_feed(run->engine, shard->ticks + at, left < batch ? left : batch, err);
    }
    return status == TKG_OK ? tkg_engine_finish(run->engine, shard->tick_count, &run->report, err)
                            : status;
}

static void run_shards(struct worker *worker)
{
    struct team *team = worker->team;
    for (uint32_t i = 0; i < team->shards.count && worker->status == TKG_OK; i++) {
        struct tkg_error err = {0};
        enum tkg_status status = is_mine(worker, i) ? run_shard(team, i, &err) : TKG_OK;
        if (status != TKG_OK) {
            fail_shard(worker, i, status, &err);
        }
    }
}

/* Ends the team with the first failure of any thread; false when there is none. */
static bool end_if_failed(struct team *team)
{
    for (uint32_t i = 0; i < team->count; i++) {
        const struct worker *worker = &team->workers[i];
        if (worker->status != TKG_OK) {
            team->status = tkg_fail(team->err, worker->status, "%s", worker->err.text);
            team->is_over = true;
            return true;
        }
    }
    return false;
}

static void check_prepared(void *context)
{
    struct team *team = context;
    (void)end_if_failed(team);
    team->begin_ns = tkg_clock_monotonic_ns();
}

static void start_replay(void *context)
{
    struct team *team = context;
    team->start_ns = tkg_clock_monotonic_ns();
}

/* Counts add up; digests are chained in the order of the shards. */
static struct tkg_engine_report combine_reports(const struct team *team)
{
    struct tkg_engine_report all = {.struct_bytes = sizeof(all)};
    for (uint32_t i = 0; i < team->shards.count; i++) {
        const struct tkg_engine_report *one = &team->runs[i].report;
        all.processed_tick_count += one->processed_tick_count;
        all.rejected_tick_count += one->rejected_tick_count;
        all.order_count += one->order_count;
        all.fill_count += one->fill_count;
        all.final_equity = (int64_t)((uint64_t)all.final_equity + (uint64_t)one->final_equity);
        all.digest = tkg_random_at(all.digest ^ one->digest, i);
    }
    return all;
}

/* The first replay's, of the warm-up, is that of the trial; all later ones must equal it. */
static enum tkg_status check_report(struct team *team)
{
    const struct tkg_engine_report all = combine_reports(team);
    struct tkg_trial *trial = team->replay->trial;
    if (trial->processed_tick_count == 0) {
        trial->processed_tick_count = all.processed_tick_count;
        trial->rejected_tick_count = all.rejected_tick_count;
        trial->order_count = all.order_count;
        trial->fill_count = all.fill_count;
        trial->final_equity = all.final_equity;
        trial->digest = all.digest;
    }
    if (all.digest == trial->digest) {
        return TKG_OK;
    }
    return tkg_fail(team->err, TKG_ENGINE_DIGEST,
                    "engine %s: digest 0x%016" PRIx64 " in replay %" PRIu64 " on %" PRIu32
                    " threads, 0x%016" PRIx64
                    " in the first of the same process: its instances share state, or reset does "
                    "not restore the first one",
                    team->replay->spec->engine, all.digest, team->replay->replay_count + 1,
                    team->count, trial->digest);
}

static void add_usage(struct worker *worker)
{
    const struct tkg_thread_account *begin = &worker->begin;
    const struct tkg_thread_account *end = &worker->end;
    int64_t spun_ns = worker->team->start_ns - begin->wall_ns; /* at full speed, at the barrier */
    int64_t work_ns = end->cpu_ns - begin->cpu_ns - spun_ns;
    worker->sum.wall_ns += end->wall_ns - begin->wall_ns;
    worker->sum.cpu_ns += end->cpu_ns - begin->cpu_ns;
    worker->sum.voluntary_switches += end->voluntary_switches - begin->voluntary_switches;
    worker->team->work_cpu_ns += work_ns > 0 ? work_ns : 0;
}

static void count_replay(struct team *team)
{
    struct tkg_replay *replay = team->replay;
    int64_t end_ns = team->start_ns;
    for (uint32_t i = 0; i < team->count; i++) {
        end_ns = team->workers[i].end_ns > end_ns ? team->workers[i].end_ns : end_ns;
        add_usage(&team->workers[i]);
    }
    replay->total.wall_ns += end_ns - team->start_ns;
    replay->replay_count++;
    team->is_over = replay->total.wall_ns >= replay->spec->min_time_ns;
}

static void end_replay(void *context)
{
    struct team *team = context;
    if (end_if_failed(team)) {
        return;
    }
    team->status = check_report(team);
    if (team->status != TKG_OK) {
        team->is_over = true;
    } else if (team->is_warm) {
        count_replay(team);
    }
    team->is_warm = tkg_clock_monotonic_ns() - team->begin_ns >= warm_up_ns;
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct team *team = worker->team;
    (void)pthread_mutex_lock(&team->lock); /* until all threads are started */
    bool is_over = team->is_over;
    (void)pthread_mutex_unlock(&team->lock);
    if (is_over) {
        return NULL;
    }
    prepare(worker);
    tkg_spin_barrier_wait(&team->barrier, check_prepared, team);
    while (!team->is_over) {
        reset_shards(worker);
        tkg_thread_account_read(&worker->begin);
        tkg_spin_barrier_wait(&team->barrier, start_replay, team);
        run_shards(worker);
        worker->end_ns = tkg_clock_monotonic_ns();
        tkg_thread_account_read(&worker->end);
        tkg_spin_barrier_wait(&team->barrier, end_replay, team);
    }
    int64_t waited_ns = tkg_thread_run_queue_wait_ns();
    worker->waited_ns = waited_ns < 0 ? -1 : waited_ns - worker->wait_begin_ns;
    close_shards(worker);
    free(worker->evicted);
    return NULL;
}

/* A thread that slept of its own accord (a lock, a device) was not robbed of its core: how it waits
 * is the engine's doing, and is what is measured here. */
static uint32_t invalidity_of(const struct worker *worker, int64_t observed_ns)
{
    const struct tkg_thread_account *sum = &worker->sum;
    double wall_ns = (double)sum->wall_ns;
    double slack_ns = (double)(read_cost_ns * (int64_t)worker->team->replay->replay_count);
    uint32_t invalid = 0;
    if ((double)sum->cpu_ns < cpu_share_min * wall_ns && sum->voluntary_switches == 0) {
        invalid |= TKG_INVALID_CPU_SHARE;
    }
    if ((double)sum->cpu_ns > cpu_share_max * wall_ns + slack_ns) {
        invalid |= TKG_INVALID_CLOCK_DRIFT;
    }
    if ((double)worker->waited_ns > waited_share_max * (double)observed_ns) {
        invalid |= TKG_INVALID_WAITED;
    }
    return invalid;
}

static void record_metrics(struct team *team)
{
    struct tkg_replay *replay = team->replay;
    double *values = replay->trial->values;
    double replays = (double)replay->replay_count;
    double ticks = (double)replay->spec->tick_count * replays;
    double least_share = 1.0;
    int64_t observed_ns = tkg_clock_monotonic_ns() - team->begin_ns;
    for (uint32_t i = 0; i < team->count; i++) {
        const struct worker *worker = &team->workers[i];
        double share = (double)worker->sum.cpu_ns / (double)worker->sum.wall_ns;
        least_share = share < least_share || i == 0 ? share : least_share;
        replay->trial->invalid |= team->oversubscribed ? 0 : invalidity_of(worker, observed_ns);
    }
    replay->total.cpu_ns = team->work_cpu_ns;
    values[TKG_METRIC_THROUGHPUT] = ticks / ((double)replay->total.wall_ns * 1e-9);
    values[TKG_METRIC_LATENCY_MEAN] = (double)replay->total.wall_ns / ticks;
    values[TKG_METRIC_TOTAL_TIME] = (double)replay->total.wall_ns / replays;
    values[TKG_METRIC_CPU_PER_TICK] = (double)team->work_cpu_ns / ticks;
    values[TKG_METRIC_CPU_FLAT_OUT] = least_share;
    values[TKG_METRIC_THREAD_BALANCE] = tkg_shards_balance(&team->shards, team->count);
    replay->trial->cpu = -1; /* on several */
}

/* The threads begin when the lock is given back: all of them are there then, or none goes on. */
static uint32_t start_threads(struct team *team)
{
    uint32_t started = 0;
    int result = 0;
    (void)pthread_mutex_lock(&team->lock);
    while (started < team->count && result == 0) {
        struct worker *worker = &team->workers[started];
        result = pthread_create(&worker->thread, NULL, work, worker);
        started += result == 0;
    }
    if (result != 0) {
        team->is_over = true;
        team->status = tkg_fail(team->err, TKG_SYSTEM,
                                "thread %" PRIu32 " of %" PRIu32 " cannot be started: %s; allow "
                                "more processes (ulimit -u)",
                                started + 1, team->count, strerror(result));
    }
    (void)pthread_mutex_unlock(&team->lock);
    return started;
}

static void run_threads(struct team *team)
{
    uint32_t started = start_threads(team);
    for (uint32_t i = 0; i < started; i++) {
        (void)pthread_join(team->workers[i].thread, NULL);
    }
}

/* Each thread to a CPU of its own, where there are enough and pinning is wanted. */
static void choose_cpus(struct team *team)
{
    int cpus[TKG_SHARD_COUNT_MIN];
    size_t cpu_count = tkg_cpu_spread(cpus, TKG_SHARD_COUNT_MIN);
    bool pins = team->replay->spec->pins_threads && cpu_count >= team->count;
    for (uint32_t i = 0; i < team->count; i++) {
        team->workers[i].cpu = pins ? cpus[i] : -1;
    }
}

static enum tkg_status init_team(struct team *team, struct tkg_replay *replay,
                                 struct tkg_error *err)
{
    const struct tkg_trial_spec *spec = replay->spec;
    *team = (struct team){.replay = replay, .count = spec->thread_count, .err = err};
    enum tkg_status status =
        tkg_shards_init(&team->shards, replay->source, spec->tick_count, team->count, err);
    if (status != TKG_OK) {
        return status;
    }
    size_t worker_bytes = team->count * sizeof(*team->workers);
    team->oversubscribed = team->count > (uint32_t)tkg_cpu_usable_count();
    team->runs = calloc(team->shards.count, sizeof(*team->runs));
    team->workers = aligned_alloc(_Alignof(struct worker), worker_bytes);
    if (!team->runs || !team->workers) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory in pass G");
    }
    memset(team->workers, 0, worker_bytes);
    for (uint32_t i = 0; i < team->count; i++) {
        team->workers[i].team = team;
        team->workers[i].index = i;
    }
    choose_cpus(team);
    tkg_spin_barrier_init(&team->barrier, team->count, team->oversubscribed);
    return TKG_OK;
}

static void deinit_team(struct team *team)
{
    free(team->runs);
    free(team->workers);
    tkg_shards_deinit(&team->shards);
}

enum tkg_status tkg_pass_threads(struct tkg_replay *replay, struct tkg_error *err)
{
    struct team team;
    enum tkg_status status = tkg_engine_open(&replay->engine, replay->spec->engine, err);
    if (status != TKG_OK) {
        return status; /* opened here for its name; the shards open it for themselves */
    }
    status = init_team(&team, replay, err);
    if (status == TKG_OK) {
        (void)pthread_mutex_init(&team.lock, NULL);
        run_threads(&team);
        (void)pthread_mutex_destroy(&team.lock);
        status = team.status;
    }
    if (status == TKG_OK) {
        record_metrics(&team);
    }
    deinit_team(&team);
    return status;
}
