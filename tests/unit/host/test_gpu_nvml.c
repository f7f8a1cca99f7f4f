/* SPDX-License-Identifier: Apache-2.0
 *
 * Against tests/nvml/fake_nvml.c, which has nvml.h's prototypes and figures of its own; on a
 * machine with a driver, against that, too.
 */
#include "cmocka_all.h"

#include <unistd.h>

#include "host/gpu_nvml.h"

#define FAKE_FOLDER TKG_TEST_ENGINES "/../nvml/"

static int forget(void **state)
{
    (void)state;
    (void)unsetenv("TICKGATE_NVML");
    (void)unsetenv("FAKE_NVML_FAIL");
    (void)unsetenv("FAKE_NVML_DEVICES");
    (void)unsetenv("FAKE_NVML_HIDE");
    (void)unsetenv("FAKE_NVML_CROWD");
    return 0;
}

static struct tkg_gpus *open_fake(const char *file, char *reason)
{
    assert_int_equal(setenv("TICKGATE_NVML", file, 1), 0);
    return tkg_gpus_open(reason);
}

/* Not opened, and the reason says so. */
static void assert_refused(const char *file, const char *why)
{
    char reason[TKG_GPU_REASON_BYTES];
    assert_null(open_fake(file, reason));
    assert_contains(reason, why);
}

/* row: R09 R10 */
static void devices_give_load_and_memory(void **state)
{
    (void)state;
    char reason[TKG_GPU_REASON_BYTES];
    struct tkg_gpu_reading first, second;
    struct tkg_gpus *gpus = open_fake(FAKE_FOLDER "fake_nvml.so", reason);
    assert_non_null(gpus);
    assert_int_equal(tkg_gpus_count(gpus), 2);
    assert_string_equal(tkg_gpus_name(gpus, 0), "Fake One");
    assert_string_equal(tkg_gpus_name(gpus, 1), "Fake Two");
    tkg_gpus_read(gpus, 0, &first);
    tkg_gpus_read(gpus, 1, &second);
    tkg_gpus_close(gpus);
    assert_near(first.busy_share_0to1, 0.37, 1e-12);
    assert_int_equal(first.used_bytes, INT64_C(5) << 30);
    assert_int_equal(first.total_bytes, INT64_C(80) << 30);
    /* 1 GiB and 512 MiB in two contexts; the neighbour's 3 GiB are not ours. */
    assert_int_equal(first.process_bytes, (INT64_C(1) << 30) + (INT64_C(512) << 20));
    assert_near(second.busy_share_0to1, 0.0, 0.0);
    assert_int_equal(second.process_bytes, 0);
}

static void older_drivers_list_processes_by_their_older_name(void **state)
{
    (void)state;
    char reason[TKG_GPU_REASON_BYTES];
    struct tkg_gpu_reading reading;
    struct tkg_gpus *gpus = open_fake(FAKE_FOLDER "fake_nvml_old.so", reason);
    assert_non_null(gpus);
    tkg_gpus_read(gpus, 0, &reading);
    tkg_gpus_close(gpus);
    assert_int_equal(reading.process_bytes, (INT64_C(1) << 30) + (INT64_C(512) << 20));
}

static int64_t process_bytes_of(const char *file)
{
    char reason[TKG_GPU_REASON_BYTES];
    struct tkg_gpu_reading reading;
    struct tkg_gpus *gpus = open_fake(file, reason);
    assert_non_null(gpus);
    tkg_gpus_read(gpus, 0, &reading);
    tkg_gpus_close(gpus);
    assert_int_equal(reading.used_bytes, INT64_C(5) << 30); /* the rest stands */
    return reading.process_bytes;
}

static void memory_that_is_not_told_is_unknown_and_not_zero(void **state)
{
    (void)state;
    assert_int_equal(process_bytes_of(FAKE_FOLDER "fake_nvml_without_processes.so"), -1);
    assert_int_equal(setenv("FAKE_NVML_HIDE", "1", 1), 0);
    assert_int_equal(process_bytes_of(FAKE_FOLDER "fake_nvml.so"), -1);
    (void)unsetenv("FAKE_NVML_HIDE");
    assert_int_equal(setenv("FAKE_NVML_CROWD", "1", 1), 0);
    assert_int_equal(process_bytes_of(FAKE_FOLDER "fake_nvml.so"), -1);
}

static void absent_and_incomplete_libraries_are_refused_with_a_reason(void **state)
{
    (void)state;
    assert_refused("/nonexistent/libnvidia-ml.so.1", "No such file");
    assert_refused(FAKE_FOLDER "fake_nvml_incomplete.so",
                   "the library has no nvmlDeviceGetMemoryInfo");
    assert_int_equal(setenv("FAKE_NVML_DEVICES", "0", 1), 0);
    assert_refused(FAKE_FOLDER "fake_nvml.so", "the driver has no device");
}

static void failing_calls_are_the_reason_or_unknown(void **state)
{
    (void)state;
    char reason[TKG_GPU_REASON_BYTES];
    struct tkg_gpu_reading reading;
    assert_int_equal(setenv("FAKE_NVML_FAIL", "nvmlInit_v2", 1), 0);
    assert_refused(FAKE_FOLDER "fake_nvml.so", "Unknown Error");
    assert_int_equal(setenv("FAKE_NVML_FAIL", "nvmlDeviceGetCount_v2", 1), 0);
    assert_refused(FAKE_FOLDER "fake_nvml.so", "Unknown Error");
    static const char *const calls[] = {"nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetName",
                                        "nvmlDeviceGetUtilizationRates", "nvmlDeviceGetMemoryInfo",
                                        "nvmlDeviceGetComputeRunningProcesses"};
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        assert_int_equal(setenv("FAKE_NVML_FAIL", calls[i], 1), 0);
        struct tkg_gpus *gpus = open_fake(FAKE_FOLDER "fake_nvml.so", reason);
        assert_non_null(gpus);
        tkg_gpus_read(gpus, 0, &reading);
        assert_int_equal(isnan(reading.busy_share_0to1) != 0, i == 0 || i == 2);
        assert_int_equal(reading.used_bytes < 0, i == 0 || i == 3);
        assert_int_equal(reading.process_bytes < 0, i == 0 || i == 4);
        assert_int_equal(*tkg_gpus_name(gpus, 0) == '\0', i == 0 || i == 1);
        tkg_gpus_close(gpus);
    }
}

/* Where a driver is, its figures must hang together; where none is, that is said. */
static void the_machine_s_own_driver_is_read_or_said_to_be_absent(void **state)
{
    (void)state;
    char reason[TKG_GPU_REASON_BYTES];
    struct tkg_gpu_reading reading;
    struct tkg_gpus *gpus = tkg_gpus_open(reason);
    if (!gpus) {
        assert_true(*reason);
        print_message("gpu: unavailable here: %s\n", reason);
        return;
    }
    tkg_gpus_read(gpus, 0, &reading);
    print_message("gpu: %s\n", tkg_gpus_name(gpus, 0));
    assert_true(reading.total_bytes > 0 && reading.used_bytes <= reading.total_bytes);
    tkg_gpus_close(gpus);
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, forget, forget)
    const struct CMUnitTest tests[] = {
        FRESH(devices_give_load_and_memory),
        FRESH(older_drivers_list_processes_by_their_older_name),
        FRESH(memory_that_is_not_told_is_unknown_and_not_zero),
        FRESH(absent_and_incomplete_libraries_are_refused_with_a_reason),
        FRESH(failing_calls_are_the_reason_or_unknown),
        FRESH(the_machine_s_own_driver_is_read_or_said_to_be_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
