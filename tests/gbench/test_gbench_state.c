/* SPDX-License-Identifier: Apache-2.0
 *
 * What a benchmark function may do with its state. Counts are exact; where time enters, the manual
 * clock says how long an iteration took, so that expected values are plain arithmetic.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>

#include "shim_child.h"

/* ---- loops ---- */

static atomic_int body_count;

static void loops_with_macro(struct tkg_state *state, void *user)
{
    (void)user;
    atomic_store(&body_count, 0);
    TKG_LOOP(state) {
        if (atomic_fetch_add(&body_count, 1) % 2 == 0) {
            continue;
        }
        TKG_CLOBBER_MEMORY();
    }
    tkg_state_set_counter(state, "bodies", atomic_load(&body_count), TKG_COUNTER_PLAIN);
    tkg_state_set_counter(state, "done", (double)tkg_state_iterations(state), TKG_COUNTER_PLAIN);
    tkg_state_set_counter(state, "planned", (double)tkg_state_max_iterations(state),
                          TKG_COUNTER_PLAIN);
}

static void loops_by_call(struct tkg_state *state, void *user)
{
    int64_t bodies = 0;
    while (tkg_state_keep_running(state)) {
        bodies++;
        shim_must(tkg_state_iterations(state) == bodies);
    }
    shim_must(!tkg_state_keep_running(state)); /* stays ended */
    tkg_state_set_counter(state, "bodies", (double)bodies, TKG_COUNTER_PLAIN);
    (void)user;
}

static void loops_by_batch(struct tkg_state *state, void *user)
{
    int64_t turns = 0;
    while (tkg_state_keep_running_batch(state, 30)) {
        turns++;
    }
    tkg_state_set_counter(state, "turns", (double)turns, TKG_COUNTER_PLAIN);
    (void)user;
}

static void add_loops(void)
{
    (void)shim_register_function("macro", loops_with_macro, NULL, .iterations = 1000);
    (void)shim_register_function("call", loops_by_call, NULL, .iterations = 1000);
    (void)shim_register_function("batch", loops_by_batch, NULL, .iterations = 100);
    (void)shim_register_function("chosen", loops_with_macro, NULL);
}

static void every_loop_runs_its_iterations_exactly(void **state)
{
    (void)state;
    (void)shim_run(add_loops);
    shim_expect_status(0);
    assert_near(shim_number("macro/iterations:1000", "bodies"), 1000, 0);
    assert_near(shim_number("macro/iterations:1000", "done"), 1000, 0);
    assert_near(shim_number("macro/iterations:1000", "planned"), 1000, 0);
    assert_near(shim_number("macro/iterations:1000", "iterations"), 1000, 0);
    assert_near(shim_number("call/iterations:1000", "bodies"), 1000, 0);
    /* 4 turns of 30 are the first to reach 100, and all 120 count */
    assert_near(shim_number("batch/iterations:100", "turns"), 4, 0);
    assert_near(shim_number("batch/iterations:100", "iterations"), 120, 0);
    assert_near(shim_number("chosen", "iterations"), shim_number("chosen", "bodies"), 0);
    assert_true(shim_number("chosen", "iterations") > 1);
}

/* ---- arguments and identity ---- */

static void reads_itself(struct tkg_state *state, void *user)
{
    TKG_LOOP(state) {
    }
    shim_must(strcmp(user, "shared") == 0);
    tkg_state_set_label(state, tkg_state_name(state));
    tkg_state_set_counter(state, "first", (double)tkg_state_range(state, 0), TKG_COUNTER_PLAIN);
    tkg_state_set_counter(state, "second", (double)tkg_state_range(state, 1), TKG_COUNTER_PLAIN);
    tkg_state_set_counter(state, "third", (double)tkg_state_range(state, 2), TKG_COUNTER_PLAIN);
    tkg_state_set_counter(state, "count", (double)tkg_state_range_count(state), TKG_COUNTER_PLAIN);
}

static void add_reading(void)
{
    const int64_t values[] = {11, -22};
    shim_must(
        tkg_benchmark_args(shim_register_function("me", reads_itself, (void *)(uintptr_t) "shared"),
                           values, 2) == TKG_BENCHMARK_OK);
}

static void a_state_knows_arguments_name_and_user(void **state)
{
    (void)state;
    (void)shim_run(add_reading);
    shim_expect_status(0);
    assert_near(shim_number("me/11/-22", "first"), 11, 0);
    assert_near(shim_number("me/11/-22", "second"), -22, 0);
    assert_near(shim_number("me/11/-22", "third"), 0, 0); /* past the end */
    assert_near(shim_number("me/11/-22", "count"), 2, 0);
    assert_string_equal(shim_text("me/11/-22", "label"), "me");
}

/* ---- manual time, and the arithmetic of counters on it ---- */

/* An iteration takes 2 ms by its own account; 1 ms more on each further thread. */
static void takes_two_ms(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        tkg_state_set_iteration_time(state, 0.002 + 0.001 * tkg_state_thread_index(state));
    }
    tkg_state_set_counter(state, "plain", 6, TKG_COUNTER_PLAIN);
    tkg_state_set_counter(state, "rate", 6, TKG_COUNTER_RATE);
    tkg_state_set_counter(state, "avg_threads", 6, TKG_COUNTER_AVG_THREADS);
    tkg_state_set_counter(state, "avg_threads_rate", 6, TKG_COUNTER_AVG_THREADS | TKG_COUNTER_RATE);
    tkg_state_set_counter(state, "invariant", 6, TKG_COUNTER_INVARIANT);
    tkg_state_set_counter(state, "invariant_rate", 6, TKG_COUNTER_INVARIANT | TKG_COUNTER_RATE);
    tkg_state_set_counter(state, "avg_iterations", 6, TKG_COUNTER_AVG_ITERATIONS);
    tkg_state_set_counter(state, "avg_iterations_rate", 6,
                          TKG_COUNTER_AVG_ITERATIONS | TKG_COUNTER_RATE);
    tkg_state_set_counter(state, "inverse", 6, TKG_COUNTER_INVERT);
    tkg_state_set_counter(state, "inverse_rate", 6, TKG_COUNTER_INVERT | TKG_COUNTER_RATE);
    tkg_state_set_bytes_processed(state, 1 << 20);
    tkg_state_set_items_processed(state, 500);
    shim_must(tkg_state_bytes_processed(state) == 1 << 20);
    shim_must(tkg_state_items_processed(state) == 500);
    shim_must(tkg_state_counter(state, "rate") == 6);
    shim_must(tkg_state_counter(state, "absent") == 0);
}

static void add_manual(void)
{
    (void)shim_register_function("one", takes_two_ms, NULL, .iterations = 10,
                                 .clock = TKG_BENCHMARK_CLOCK_MANUAL, .unit = TKG_BENCHMARK_MS);
    struct tkg_benchmark *two =
        shim_register_function("two", takes_two_ms, NULL, .iterations = 10,
                               .clock = TKG_BENCHMARK_CLOCK_MANUAL, .unit = TKG_BENCHMARK_US);
    shim_must(tkg_benchmark_threads(two, 2) == TKG_BENCHMARK_OK);
}

static void expect_counters(const char *row, const double expected[10])
{
    static const char *const names[10] = {
        "plain",     "rate",           "avg_threads",    "avg_threads_rate",
        "invariant", "invariant_rate", "avg_iterations", "avg_iterations_rate",
        "inverse",   "inverse_rate"};
    for (int i = 0; i < 10; i++) {
        assert_near(shim_number(row, names[i]) / expected[i], 1, 1e-12);
    }
}

/* By hand. One thread: 10 iterations, 0.02 s. Two: 20 iterations, 0.02 and 0.03 s, so 0.025 s of
 * time; each sets 6, so 12. */
static void counter_flags_are_arithmetic_on_manual_time(void **state)
{
    (void)state;
    (void)shim_run(add_manual);
    shim_expect_status(0);
    const char *one = "one/iterations:10/manual_time";
    const char *two = "two/iterations:10/manual_time/threads:2";
    const double expected_one[10] = {6, 300, 6, 300, 60, 3000, 0.6, 30, 1.0 / 6, 1.0 / 300};
    const double expected_two[10] = {12,   480,       6,          240,      240,
                                     9600, 12.0 / 20, 480.0 / 20, 1.0 / 12, 1.0 / 480};
    expect_counters(one, expected_one);
    expect_counters(two, expected_two);
    assert_near(shim_number(one, "real_time"), 2, 1e-12);
    assert_string_equal(shim_text(one, "time_unit"), "ms");
    assert_near(shim_number(two, "real_time"), 2500, 1e-9);
    assert_string_equal(shim_text(two, "time_unit"), "us");
    assert_near(shim_number(two, "iterations"), 20, 0);
    assert_near(shim_number(two, "threads"), 2, 0);
    assert_near(shim_number(one, "bytes_per_second") / (1 << 20), 50, 1e-9);
    assert_near(shim_number(two, "items_per_second"), 1000 / 0.025, 1e-6);
    /* 2^20 bytes in 0.02 s: 50 * 2^20 a second, 52.4288 M when k is 1000; 500 / 0.02 = 25,000 */
    (void)shim_run_plain(add_manual, "--benchmark_filter=one");
    assert_contains(shim_result.out, "bytes_per_second=50Mi/s");
    assert_contains(shim_result.out, "items_per_second=25k/s");
}

/* ---- wall time ---- */

static double now_s(clockid_t clock)
{
    struct timespec now;
    shim_must(clock_gettime(clock, &now) == 0);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Burns CPU time; how much wall time that takes is the machine's affair. */
static void burn(double cpu_s)
{
    double start = now_s(CLOCK_THREAD_CPUTIME_ID);
    while (now_s(CLOCK_THREAD_CPUTIME_ID) - start < cpu_s) {
    }
}

static void times_itself(struct tkg_state *state, void *user)
{
    (void)user;
    double before = now_s(CLOCK_MONOTONIC);
    TKG_LOOP(state) {
        burn(0.005);
    }
    tkg_state_set_counter(state, "outer_ms", (now_s(CLOCK_MONOTONIC) - before) * 1e3,
                          TKG_COUNTER_PLAIN);
}

static void add_burning(void)
{
    (void)shim_register_function("own", times_itself, NULL, .iterations = 4,
                                 .unit = TKG_BENCHMARK_MS);
    struct tkg_benchmark *two =
        shim_register_function("two", times_itself, NULL, .iterations = 4, .unit = TKG_BENCHMARK_MS,
                               .clock = TKG_BENCHMARK_CLOCK_REAL);
    shim_must(tkg_benchmark_threads(two, 2) == TKG_BENCHMARK_OK);
    struct tkg_benchmark *process =
        shim_register_function("process", times_itself, NULL, .iterations = 4,
                               .unit = TKG_BENCHMARK_MS, .process_cpu_time = true);
    shim_must(tkg_benchmark_threads(process, 2) == TKG_BENCHMARK_OK);
}

/* CPU: 5 ms of each iteration at least, whatever else runs. Wall time: not below CPU time of one
 * thread, not above what the function itself saw. 1.7.1 itself divides by the threads twice. */
static void wall_and_cpu_time_are_those_of_an_iteration(void **state)
{
    (void)state;
    (void)shim_run(add_burning);
    shim_expect_status(0);
    const char *two = "two/iterations:4/real_time/threads:2";
    assert_true(shim_number("own/iterations:4", "cpu_time") >= 4.99);
    assert_true(shim_number("own/iterations:4", "real_time") >= 4.99);
    assert_true(shim_number("own/iterations:4", "real_time") * 4 <=
                shim_number("own/iterations:4", "outer_ms"));
    assert_true(shim_number(two, "cpu_time") >= 4.99);
    assert_true(shim_number(two, "real_time") >= 4.99);
    /* 8 iterations of two threads: their mean wall time is half the summed one */
    assert_true(shim_number(two, "real_time") * 8 <= shim_number(two, "outer_ms"));
    /* Seen by each thread until its own end: at least its own 20 ms, so 40 ms / 2 / 8 iterations.
     */
    assert_true(shim_number("process/iterations:4/process_time/threads:2", "cpu_time") >= 2.49);
}

static void *burns_five_ms(void *argument)
{
    burn(0.005);
    return argument;
}

/* 5 ms of CPU time in a thread of the benchmark's own; its caller only waits. */
static void lets_another_burn(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        pthread_t other;
        shim_must(pthread_create(&other, NULL, burns_five_ms, NULL) == 0);
        shim_must(pthread_join(other, NULL) == 0);
    }
}

static void add_waiting(void)
{
    (void)shim_register_function("process", lets_another_burn, NULL, .iterations = 4,
                                 .unit = TKG_BENCHMARK_MS, .process_cpu_time = true);
    (void)shim_register_function("thread", lets_another_burn, NULL, .iterations = 4,
                                 .unit = TKG_BENCHMARK_MS);
}

static void process_time_holds_what_other_threads_burn(void **state)
{
    (void)state;
    (void)shim_run(add_waiting);
    shim_expect_status(0);
    assert_true(shim_number("process/iterations:4/process_time", "cpu_time") >= 4.99);
    assert_true(shim_number("thread/iterations:4", "cpu_time") < 4.99);
}

static void add_by_wall_time(void)
{
    (void)shim_register_function("wall", lets_another_burn, NULL,
                                 .clock = TKG_BENCHMARK_CLOCK_REAL);
}

/* The library multiplies the iterations by 10 at most. 20 ms are not over after 3 iterations of
 * 5 ms of wall time, and surely are after 4: 30 iterations at the most. By the caller's CPU time,
 * some 0.05 ms an iteration, it would be hundreds. */
static void real_time_chooses_the_iterations_by_wall_time(void **state)
{
    (void)state;
    (void)shim_run(add_by_wall_time, "--benchmark_min_time=0.02");
    shim_expect_status(0);
    assert_true(shim_number("wall/real_time", "iterations") <= 30);
}

static void pauses(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        burn(0.004);
        tkg_state_pause_timing(state);
        burn(0.02);
        tkg_state_resume_timing(state);
    }
}

static void pauses_only(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        tkg_state_pause_timing(state);
        tkg_state_resume_timing(state);
    }
}

static void add_pausing(void)
{
    (void)shim_register_function("paused", pauses, NULL, .iterations = 5, .unit = TKG_BENCHMARK_MS);
    (void)shim_register_function("short", pauses_only, NULL, .iterations = 2);
}

/* 4 ms of CPU time in each iteration are timed, then 20 ms are not. */
static void paused_time_is_in_neither_clock(void **state)
{
    (void)state;
    (void)shim_run(add_pausing);
    shim_expect_status(0);
    assert_true(shim_number("paused/iterations:5", "cpu_time") >= 3.99);
    assert_true(shim_number("paused/iterations:5", "cpu_time") < 14);
    assert_true(shim_number("paused/iterations:5", "real_time") >= 3.99);
    assert_contains(shim_result.err, "short/iterations:2 pauses timing in every iteration");
    assert_contains(shim_result.err, "a pair costs about 300 ns");
}

/* ---- threads ---- */

static pthread_barrier_t meeting;

/* Would hang if the threads did not run at the same time. */
static void meets(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        (void)pthread_barrier_wait(&meeting);
    }
    tkg_state_set_counter(state, "indices", 1 << tkg_state_thread_index(state), TKG_COUNTER_PLAIN);
    tkg_state_set_counter(state, "threads_seen", tkg_state_threads(state), TKG_COUNTER_AVG_THREADS);
}

static void add_meeting(void)
{
    shim_must(pthread_barrier_init(&meeting, NULL, 4) == 0);
    struct tkg_benchmark *four = shim_register_function("four", meets, NULL, .iterations = 3);
    shim_must(tkg_benchmark_threads(four, 4) == TKG_BENCHMARK_OK);
}

static void threads_loop_at_the_same_time_each_with_its_index(void **state)
{
    (void)state;
    (void)shim_run(add_meeting);
    shim_expect_status(0);
    assert_near(shim_number("four/iterations:3/threads:4", "indices"), 1 + 2 + 4 + 8, 0);
    assert_near(shim_number("four/iterations:3/threads:4", "threads_seen"), 4, 0);
    assert_near(shim_number("four/iterations:3/threads:4", "iterations"), 12, 0);
}

/* ---- setup and teardown ---- */

struct fixture {
    atomic_int set_up;
    atomic_int torn_down;
    atomic_int called;
    atomic_int errors;
};
static struct fixture fixture;

static void sets_up(struct tkg_state *state, void *user)
{
    struct fixture *mine = user;
    mine->errors += tkg_state_thread_index(state) != 0 || tkg_state_range(state, 0) != 5;
    mine->errors += mine->set_up != mine->torn_down;
    mine->set_up++;
}

static void tears_down(struct tkg_state *state, void *user)
{
    struct fixture *mine = user;
    mine->errors += tkg_state_iterations(state) < 1;
    mine->torn_down++;
    mine->errors += mine->set_up != mine->torn_down;
}

static void needs_fixture(struct tkg_state *state, void *user)
{
    struct fixture *mine = user;
    mine->errors += mine->set_up != mine->torn_down + 1;
    TKG_LOOP(state) {
    }
    mine->errors += mine->set_up != mine->torn_down + 1; /* not before all threads are through */
    mine->called++;
    tkg_state_set_counter(state, "errors", mine->errors, TKG_COUNTER_PLAIN);
    tkg_state_set_counter(state, "fixtures", mine->set_up, TKG_COUNTER_AVG_THREADS);
    tkg_state_set_counter(state, "calls", mine->called, TKG_COUNTER_PLAIN);
}

static void add_fixture(void)
{
    struct tkg_benchmark *benchmark = shim_register_function(
        "fixed", needs_fixture, &fixture, .setup = sets_up, .teardown = tears_down,
        .fixture_user = &fixture, .iterations = 50, .repetitions = 3);
    shim_must(tkg_benchmark_arg(benchmark, 5) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_threads(benchmark, 3) == TKG_BENCHMARK_OK);
}

/* Three repetitions of one call each: the last sees three fixtures. */
static void setup_and_teardown_surround_every_call_with_user_data(void **state)
{
    (void)state;
    (void)shim_run(add_fixture);
    shim_expect_status(0);
    const char *name = "fixed/5/iterations:50/repeats:3/threads:3";
    json_t *last = json_array_get(shim_rows(), 2);
    assert_string_equal(json_string_value(json_object_get(last, "name")), name);
    assert_near(json_number_value(json_object_get(last, "fixtures")), 3, 0);
    assert_near(json_number_value(json_object_get(last, "errors")), 0, 0);
}

/* ---- skipping ---- */

static void skips_on_purpose(struct tkg_state *state, void *user)
{
    (void)user;
    if (tkg_state_range(state, 0) == 2) {
        tkg_state_skip_with_message(state, "no second disk");
        shim_must(tkg_state_skipped(state));
        shim_must(!tkg_state_error_occurred(state));
        return;
    }
    TKG_LOOP(state) {
        if (tkg_state_range(state, 0) == 3) {
            tkg_state_skip_with_message(state, "found out late");
            break;
        }
    }
}

static void add_skipping(void)
{
    shim_must(tkg_benchmark_dense_range(shim_register_function("disk", skips_on_purpose, NULL), 1,
                                        3, 1) == TKG_BENCHMARK_OK);
}

static void a_skip_with_message_is_no_failure(void **state)
{
    (void)state;
    (void)shim_run(add_skipping);
    shim_expect_status(0);
    assert_true(shim_number("disk/1", "iterations") > 0);
    (void)shim_run_plain(add_skipping, "--benchmark_min_time=0.001");
    shim_expect_status(0);
    assert_contains(shim_result.out, "SKIPPED: 'no second disk'");
    assert_contains(shim_result.out, "SKIPPED: 'found out late'");
    (void)shim_run(add_skipping, "--benchmark_filter=disk/2");
    shim_expect_status(TKG_BENCHMARK_NOTHING); /* nothing was measured */
}

/* ---- DoNotOptimize ---- */

struct big {
    int64_t values[9];
};

static void keeps_values(struct tkg_state *state, void *user)
{
    (void)user;
    bool truth = true;
    char character = 'a';
    unsigned char octet = 7;
    short small = -3;
    unsigned natural = 5;
    int64_t number = 1;
    uint64_t large = UINT64_MAX;
    float single = 1.5f;
    double real = 2.5;
    long double extended = 3.5L;
    const char *text = "text";
    char array[8] = "1234567";
    struct big big = {{1, 2, 3}};
    TKG_LOOP(state) {
        TKG_DO_NOT_OPTIMIZE(truth);
        TKG_DO_NOT_OPTIMIZE(character);
        TKG_DO_NOT_OPTIMIZE(octet);
        TKG_DO_NOT_OPTIMIZE(small);
        TKG_DO_NOT_OPTIMIZE(natural);
        TKG_DO_NOT_OPTIMIZE(number);
        TKG_DO_NOT_OPTIMIZE(large);
        TKG_DO_NOT_OPTIMIZE(single);
        TKG_DO_NOT_OPTIMIZE(real);
        TKG_DO_NOT_OPTIMIZE(extended);
        TKG_DO_NOT_OPTIMIZE(text);
        TKG_DO_NOT_OPTIMIZE(array);
        TKG_DO_NOT_OPTIMIZE(big);
        TKG_CLOBBER_MEMORY();
    }
    bool same = truth && character == 'a' && octet == 7 && small == -3 && natural == 5 &&
                number == 1 && large == UINT64_MAX && single == 1.5f && real == 2.5 &&
                extended == 3.5L && strcmp(text, "text") == 0 && strcmp(array, "1234567") == 0 &&
                big.values[2] == 3;
    tkg_state_set_counter(state, "same", same, TKG_COUNTER_PLAIN);
}

static void add_keeping(void)
{
    (void)shim_register_function("keep", keeps_values, NULL);
}

static void values_of_any_type_pass_unchanged(void **state)
{
    (void)state;
    (void)shim_run(add_keeping);
    shim_expect_status(0);
    assert_near(shim_number("keep", "same"), 1, 0);
}

/* Without it the whole computation is removed: 1,000 dependent multiplications take well over
 * 1,000 cycles, nothing takes a few. Compared inside one run, never with a fixed time. */
static void computes(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        uint64_t value = 1;
        for (int64_t i = 0; i < tkg_state_range(state, 0); i++) {
            value = value * 6364136223846793005u + 1;
            TKG_DO_NOT_OPTIMIZE(value);
        }
    }
}

static void add_computing(void)
{
    struct tkg_benchmark *chain = shim_register_function("chain", computes, NULL);
    shim_must(tkg_benchmark_arg(chain, 0) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_arg(chain, 1000) == TKG_BENCHMARK_OK);
}

static void what_is_kept_is_really_computed(void **state)
{
    (void)state;
    (void)shim_run(add_computing, "--benchmark_min_time=0.02");
    shim_expect_status(0);
    assert_true(shim_number("chain/1000", "cpu_time") > 20 * shim_number("chain/0", "cpu_time"));
}

static int rung; /* not volatile: only TKG_CLOBBER_MEMORY() makes the loop below look again */

static void ring(int number)
{
    rung = number;
}

/* A timer changes what the loop reads. A compiler that need not look again never sees it, and the
 * loop goes to its bound: a second of work or more, the timer takes a millisecond. */
static void waits_for_the_bell(struct tkg_state *state, void *user)
{
    (void)user;
    const uint64_t bound = UINT64_C(4000000000);
    const struct itimerval once = {.it_value = {.tv_usec = 1000}};
    uint64_t turns = 0;
    TKG_LOOP(state) {
        shim_must(signal(SIGALRM, ring) != SIG_ERR);
        shim_must(setitimer(ITIMER_REAL, &once, NULL) == 0);
        while (turns < bound && rung == 0) {
            turns++;
            TKG_CLOBBER_MEMORY();
        }
    }
    tkg_state_set_counter(state, "seen", turns < bound, TKG_COUNTER_PLAIN);
}

static void add_bell(void)
{
    (void)shim_register_function("bell", waits_for_the_bell, NULL, .iterations = 1);
}

static void clobbered_memory_is_read_again(void **state)
{
    (void)state;
    (void)shim_run(add_bell);
    shim_expect_status(0);
    assert_near(shim_number("bell/iterations:1", "seen"), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_loop_runs_its_iterations_exactly),
        cmocka_unit_test(a_state_knows_arguments_name_and_user),
        cmocka_unit_test(counter_flags_are_arithmetic_on_manual_time),
        cmocka_unit_test(wall_and_cpu_time_are_those_of_an_iteration),
        cmocka_unit_test(process_time_holds_what_other_threads_burn),
        cmocka_unit_test(real_time_chooses_the_iterations_by_wall_time),
        cmocka_unit_test(clobbered_memory_is_read_again),
        cmocka_unit_test(paused_time_is_in_neither_clock),
        cmocka_unit_test(threads_loop_at_the_same_time_each_with_its_index),
        cmocka_unit_test(setup_and_teardown_surround_every_call_with_user_data),
        cmocka_unit_test(a_skip_with_message_is_no_failure),
        cmocka_unit_test(values_of_any_type_pass_unchanged),
        cmocka_unit_test(what_is_kept_is_really_computed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
