/* SPDX-License-Identifier: Apache-2.0
 *
 * Against tests/nvml/fake_nvml.c, which crashes, ends or hangs as it is told.
 */
#include "cmocka_all.h"

#include <unistd.h>

#include "host/gpu_nvml.h"
#include "host/gpu_probe.h"

#define FAKE TKG_TEST_ENGINES "/../nvml/fake_nvml.so"

static const int64_t long_ns = INT64_C(60000000000);

static int forget(void **state)
{
    (void)state;
    (void)unsetenv("TICKGATE_NVML");
    (void)unsetenv("FAKE_NVML_END");
    (void)unsetenv("FAKE_NVML_FAIL");
    return 0;
}

static bool probe(const char *file, const char *end, int64_t limit_ns, char *reason)
{
    assert_int_equal(setenv("TICKGATE_NVML", file, 1), 0);
    assert_int_equal(setenv("FAKE_NVML_END", end, 1), 0);
    return tkg_gpus_probe(limit_ns, reason);
}

/* row: R09 */
static void a_library_that_answers_may_be_loaded(void **state)
{
    (void)state;
    char reason[TKG_GPU_REASON_BYTES];
    assert_true(probe(FAKE, "", long_ns, reason));
    assert_string_equal(reason, "");
}

/* Its reason is told where it is loaded for good. */
static void a_library_that_lacks_something_in_good_order_may_be_loaded(void **state)
{
    (void)state;
    char reason[TKG_GPU_REASON_BYTES];
    assert_true(probe("/nonexistent.so", "", long_ns, reason));
    assert_int_equal(setenv("FAKE_NVML_FAIL", "nvmlInit_v2", 1), 0);
    assert_true(probe(FAKE, "", long_ns, reason));
    assert_string_equal(reason, "");
}

static void a_crash_is_the_library_s(void **state)
{
    (void)state;
    char reason[TKG_GPU_REASON_BYTES];
    assert_false(probe(FAKE, "crash", long_ns, reason));
    assert_contains(reason, "fake_nvml.so crashed with SIGABRT when it was asked");
    assert_false(probe(FAKE, "exit", long_ns, reason));
    assert_contains(reason, "fake_nvml.so ended its process when it was asked");
}

/* The child is gone when the call returns: nobody is left to wait for. */
static void a_library_that_hangs_is_left_after_the_limit(void **state)
{
    (void)state;
    char reason[TKG_GPU_REASON_BYTES];
    assert_false(probe(FAKE, "hang", 20000000, reason));
    assert_contains(reason, "fake_nvml.so did not tell its devices within 20.0 ms, it hangs");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_library_that_answers_may_be_loaded, forget),
        cmocka_unit_test_teardown(a_library_that_lacks_something_in_good_order_may_be_loaded,
                                  forget),
        cmocka_unit_test_teardown(a_crash_is_the_library_s, forget),
        cmocka_unit_test_teardown(a_library_that_hangs_is_left_after_the_limit, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
