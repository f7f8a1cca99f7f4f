/* SPDX-License-Identifier: Apache-2.0
 *
 * Stands in for libnvidia-ml.so.1: two devices with fixed figures, with the prototypes of nvml.h.
 *
 *   FAKE_NVML_FAIL=function   that function returns NVML_ERROR_UNKNOWN
 *   FAKE_NVML_DEVICES=0       no device
 *   FAKE_NVML_HIDE=1          memory by process is NVML_VALUE_NOT_AVAILABLE
 *   FAKE_NVML_END=crash       nvmlInit_v2 aborts the process; "exit" ends it, "hang" never returns
 *   FAKE_NVML_CROWD=1         more processes than any caller has room for
 *
 * Built with FAKE_PROCESSES as the name under which processes are listed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    NVML_SUCCESS = 0,
    NVML_ERROR_INVALID_ARGUMENT = 2,
    NVML_ERROR_INSUFFICIENT_SIZE = 7,
    NVML_ERROR_UNKNOWN = 999
};

typedef struct fake_device {
    const char *name;
    unsigned int busy_percent;
    unsigned long long used_bytes;
} * nvmlDevice_t;

typedef struct {
    unsigned int gpu;
    unsigned int memory;
} nvmlUtilization_t;

typedef struct {
    unsigned long long total;
    unsigned long long free;
    unsigned long long used;
} nvmlMemory_t;

typedef struct {
    unsigned int pid;
    unsigned long long usedGpuMemory;
    unsigned int gpuInstanceId;
    unsigned int computeInstanceId;
} nvmlProcessInfo_t;

static const unsigned long long TOTAL_BYTES = 80ull << 30;

static struct fake_device devices[2] = {
    {"Fake One", 37, 5ull << 30},
    {"Fake Two", 0, 1ull << 30},
};

int nvmlInit_v2(void);
int nvmlShutdown(void);
const char *nvmlErrorString(int result);
int nvmlDeviceGetCount_v2(unsigned int *count);
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, nvmlDevice_t *device);
int nvmlDeviceGetName(nvmlDevice_t device, char *name, unsigned int length);
int nvmlDeviceGetUtilizationRates(nvmlDevice_t device, nvmlUtilization_t *utilization);
int nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *memory);
int FAKE_PROCESSES(nvmlDevice_t device, unsigned int *count, nvmlProcessInfo_t *infos);

static int result_of(const char *function)
{
    const char *failing = getenv("FAKE_NVML_FAIL");
    return failing && strcmp(failing, function) == 0 ? NVML_ERROR_UNKNOWN : NVML_SUCCESS;
}

static int is_set(const char *name)
{
    const char *value = getenv(name);
    return value && strcmp(value, "1") == 0;
}

int nvmlInit_v2(void)
{
    const char *end = getenv("FAKE_NVML_END");
    if (end && strcmp(end, "crash") == 0) {
        abort();
    }
    if (end && strcmp(end, "exit") == 0) {
        _exit(0);
    }
    while (end && strcmp(end, "hang") == 0) {
        (void)pause();
    }
    return result_of("nvmlInit_v2");
}

int nvmlShutdown(void)
{
    return result_of("nvmlShutdown");
}

const char *nvmlErrorString(int result)
{
    return result == NVML_SUCCESS ? "Success" : "Unknown Error";
}

int nvmlDeviceGetCount_v2(unsigned int *count)
{
    const char *wanted = getenv("FAKE_NVML_DEVICES");
    *count = wanted ? (unsigned int)strtoul(wanted, NULL, 10) : 2;
    return result_of("nvmlDeviceGetCount_v2");
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, nvmlDevice_t *device)
{
    if (index > 1) {
        return NVML_ERROR_INVALID_ARGUMENT;
    }
    *device = &devices[index];
    return result_of("nvmlDeviceGetHandleByIndex_v2");
}

int nvmlDeviceGetName(nvmlDevice_t device, char *name, unsigned int length)
{
    (void)snprintf(name, length, "%s", device->name);
    return result_of("nvmlDeviceGetName");
}

int nvmlDeviceGetUtilizationRates(nvmlDevice_t device, nvmlUtilization_t *utilization)
{
    *utilization = (nvmlUtilization_t){device->busy_percent, 3};
    return result_of("nvmlDeviceGetUtilizationRates");
}

int nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *memory)
{
    *memory = (nvmlMemory_t){TOTAL_BYTES, TOTAL_BYTES - device->used_bytes, device->used_bytes};
    return result_of("nvmlDeviceGetMemoryInfo");
}

/* This process twice and another one on the first device, nobody on the second. */
int FAKE_PROCESSES(nvmlDevice_t device, unsigned int *count, nvmlProcessInfo_t *infos)
{
    const unsigned int own = (unsigned int)getpid();
    const nvmlProcessInfo_t all[3] = {
        {own, is_set("FAKE_NVML_HIDE") ? ~0ull : 1ull << 30, 0, 0},
        {own + 1, 3ull << 30, 0, 0},
        {own, 512ull << 20, 0, 0},
    };
    unsigned int needed = device == &devices[0] ? 3 : 0;
    if (is_set("FAKE_NVML_CROWD") || *count < needed) {
        *count = 100000;
        return NVML_ERROR_INSUFFICIENT_SIZE;
    }
    memcpy(infos, all, needed * sizeof(all[0]));
    *count = needed;
    return result_of("nvmlDeviceGetComputeRunningProcesses");
}
