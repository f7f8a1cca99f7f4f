/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "host/child.h"
#include "measure/trial_reply.h"
#include "trial_main.h"

/* Sends raw bytes to a trial process; the decoded status comes back. */
static enum tkg_status send(const void *bytes, size_t byte_count, struct tkg_error *err)
{
    const char *const argv[] = {"/proc/self/exe", TKG_TRIAL_ARGUMENT, NULL};
    const struct tkg_child_request request = {
        .argv = argv,
        .input = bytes,
        .input_bytes = byte_count,
        .result_bytes_max = TKG_TRIAL_REPLY_BYTES_MAX,
        .timeout_ns = INT64_C(20000000000),
        .cpu = -1,
    };
    struct tkg_child_outcome child;
    struct tkg_trial_outcome outcome = {0};
    assert_status(tkg_child_run(&request, &child, err), TKG_OK, err);
    assert_int_equal(child.end, TKG_CHILD_EXITED);
    assert_int_equal(child.exit_code, 0);
    enum tkg_status status =
        tkg_trial_reply_decode(child.result, child.result_bytes, &outcome, err);
    tkg_trial_outcome_deinit(&outcome);
    tkg_child_outcome_deinit(&child);
    return status;
}

static void every_pass_runs_in_its_own_process(void **state)
{
    (void)state;
    for (int pass = 0; pass < TKG_PASS_COUNT; pass++) {
        struct tkg_error err = {0};
        struct tkg_trial_spec spec = make_trial_spec((enum tkg_pass)pass, "");
        (void)snprintf(spec.ruler, sizeof(spec.ruler), "walk");
        spec.thread_count = pass == TKG_PASS_THREADS ? 2 : 0;
        assert_status(send(&spec, sizeof(spec), &err), TKG_OK, &err);
    }
}

static void damaged_specs_are_refused_politely(void **state)
{
    (void)state;
    for (int damage = 0; damage < 4; damage++) {
        struct tkg_error err = {0};
        struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_THROUGHPUT, "");
        spec.struct_bytes -= damage == 0;
        spec.pass = damage == 1 ? 77 : spec.pass;
        spec.tick_count = damage == 2 ? 0 : spec.tick_count;
        size_t byte_count = sizeof(spec) - (damage == 3 ? 1 : 0);
        assert_int_equal(send(&spec, byte_count, &err), TKG_INTERNAL);
        assert_contains(err.text, "is for tickgate's own use");
    }
}

static void failure_before_the_first_tick_comes_back(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial_spec spec = make_trial_spec(TKG_PASS_BLOCK, "");
    (void)snprintf(spec.engine, sizeof(spec.engine), "no-such-engine");
    assert_int_equal(send(&spec, sizeof(spec), &err), TKG_USAGE);
}

int main(int argc, char **argv)
{
    int exit_code;
    if (is_trial_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pass_runs_in_its_own_process),
        cmocka_unit_test(damaged_specs_are_refused_politely),
        cmocka_unit_test(failure_before_the_first_tick_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
