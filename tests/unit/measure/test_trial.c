/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "trial_main.h"

#include "sample/histogram.h"

static enum tkg_status run(const struct tkg_trial_spec *spec, struct tkg_trial_outcome *outcome,
                           struct tkg_error *err)
{
    return tkg_trial_run("/proc/self/exe", spec, outcome, err);
}

static void expect_failure(const char *parameters, enum tkg_status expected, const char *part)
{
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome;
    struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_THROUGHPUT, parameters);
    assert_status(run(&spec, &outcome, &err), expected, &err);
    assert_contains(err.text, part);
    assert_contains(err.text, "pass A over 20K ticks of synthetic:randomwalk");
    assert_null(outcome.histogram);
}

static void good_engine_gives_a_full_trial(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome;
    struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_BLOCK, "");
    assert_status(run(&spec, &outcome, &err), TKG_OK, &err);
    assert_string_equal(outcome.engine_name, "counter");
    assert_string_equal(outcome.engine_version, "1");
    assert_int_equal(outcome.trial.pass, TKG_PASS_BLOCK);
    assert_int_equal(outcome.trial.processed_tick_count, 20000);
    assert_non_null(outcome.histogram);
    /* 20,000 ticks in blocks of 250 are 80 values per replay. */
    assert_int_equal(tkg_histogram_count(outcome.histogram), 80 * outcome.trial.replay_count);
    tkg_trial_outcome_deinit(&outcome);
    assert_null(outcome.histogram);
}

static void equal_specs_give_equal_digests_in_fresh_processes(void **state)
{
    (void)state;
    uint64_t digests[4];
    static const uint32_t batches[] = {1, 7, 1000, 4096};
    for (size_t i = 0; i < 4; i++) {
        struct tkg_error err = {0};
        struct tkg_trial_outcome outcome;
        struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_THROUGHPUT, "");
        spec.batch_tick_count = batches[i];
        assert_status(run(&spec, &outcome, &err), TKG_OK, &err);
        digests[i] = outcome.trial.digest;
        assert_int_equal(digests[i], digests[0]);
        tkg_trial_outcome_deinit(&outcome);
    }
}

static void crash_names_the_signal_and_the_place(void **state)
{
    (void)state;
    expect_failure("crash", TKG_ENGINE_CRASH, "engine counter crashed with SIGABRT");
}

static void wrong_count_comes_back_from_the_child(void **state)
{
    (void)state;
    expect_failure("undercount", TKG_ENGINE_COUNT, "19999 processed ticks, 20000 were handed in");
}

static void failing_engine_comes_back_from_the_child(void **state)
{
    (void)state;
    expect_failure("fail", TKG_ENGINE_ERROR, "on_ticks returned 1");
    expect_failure("refuse", TKG_ENGINE_ERROR, "create failed: told to refuse");
}

static void reset_that_forgets_is_a_digest_failure(void **state)
{
    (void)state;
    expect_failure("forgetful", TKG_ENGINE_DIGEST, "reset must restore the first state");
}

static void hanging_engine_times_out(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome;
    struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_THROUGHPUT, "");
    (void)snprintf(spec.engine, sizeof(spec.engine), "%s/hang.so", TKG_TEST_ENGINES);
    spec.timeout_ns = 200000000;
    assert_status(run(&spec, &outcome, &err), TKG_ENGINE_TIMEOUT, &err);
    assert_contains(err.text, "did not finish within 200 ms in pass A");
}

static void engine_that_exits_is_named_not_believed(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome;
    struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_THROUGHPUT, "");
    (void)snprintf(spec.engine, sizeof(spec.engine), "%s/exits.so", TKG_TEST_ENGINES);
    assert_status(run(&spec, &outcome, &err), TKG_ENGINE_CRASH, &err);
    assert_contains(err.text, "ended the process (exit code 0)");
}

static void more_ticks_than_the_stream_has_is_a_usage_error(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome;
    struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_THROUGHPUT, "");
    (void)snprintf(spec.stream, sizeof(spec.stream), "synthetic:nothing");
    assert_status(run(&spec, &outcome, &err), TKG_USAGE, &err);
    assert_contains(err.text, "randomwalk");
}

static void missing_program_is_a_system_failure(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome;
    struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_THROUGHPUT, "");
    assert_status(tkg_trial_run("/nonexistent/tickgate", &spec, &outcome, &err), TKG_SYSTEM, &err);
}

int main(int argc, char **argv)
{
    int exit_code;
    if (is_trial_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_engine_gives_a_full_trial),
        cmocka_unit_test(equal_specs_give_equal_digests_in_fresh_processes),
        cmocka_unit_test(crash_names_the_signal_and_the_place),
        cmocka_unit_test(wrong_count_comes_back_from_the_child),
        cmocka_unit_test(failing_engine_comes_back_from_the_child),
        cmocka_unit_test(reset_that_forgets_is_a_digest_failure),
        cmocka_unit_test(hanging_engine_times_out),
        cmocka_unit_test(engine_that_exits_is_named_not_believed),
        cmocka_unit_test(more_ticks_than_the_stream_has_is_a_usage_error),
        cmocka_unit_test(missing_program_is_a_system_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
