/* SPDX-License-Identifier: Apache-2.0
 *
 * Types and numbers below are those of NVML's public interface (nvml.h of the CUDA toolkit, "NVML
 * API Reference"); they are part of a stable ABI.
 */
#include "host/gpu_nvml.h"

#include <dlfcn.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NVML_SUCCESS = 0 };
/* NVML_VALUE_NOT_AVAILABLE: memory of a process that the driver does not tell. */
static const unsigned long long VALUE_NOT_AVAILABLE = ~0ull;
/* Processes of one device that are searched for this one; beyond, its memory is unknown. */
enum { PROCESS_MAX = 256 };

struct nvml_device; /* nvmlDevice_t points to it */

struct nvml_utilization {
    unsigned int gpu; /* percent */
    unsigned int memory;
};

struct nvml_memory {
    unsigned long long total;
    unsigned long long free;
    unsigned long long used;
};

/* nvmlProcessInfo_v2_t, which _v2 and _v3 of the call both fill. */
struct nvml_process {
    unsigned int pid;
    unsigned long long used_bytes;
    unsigned int gpu_instance;
    unsigned int compute_instance;
};

struct nvml_functions {
    int (*init)(void);
    int (*shutdown)(void);
    const char *(*error_string)(int result);
    int (*device_count)(unsigned int *count);
    int (*device_handle)(unsigned int index, struct nvml_device **device);
    int (*device_name)(struct nvml_device *device, char *name, unsigned int length);
    int (*utilization)(struct nvml_device *device, struct nvml_utilization *utilization);
    int (*memory)(struct nvml_device *device, struct nvml_memory *memory);
    int (*processes)(struct nvml_device *device, unsigned int *count,
                     struct nvml_process *processes); /* may be NULL */
};

struct tkg_gpus {
    void *library;
    struct nvml_functions call;
    size_t count;
    struct nvml_device *devices[TKG_GPU_MAX]; /* NULL: the driver gives no handle */
    char names[TKG_GPU_MAX][TKG_GPU_NAME_BYTES];
};

/* What must be there, and where it goes. */
static const struct {
    const char *name;
    size_t offset;
} needed_functions[] = {
    {"nvmlInit_v2", offsetof(struct nvml_functions, init)},
    {"nvmlShutdown", offsetof(struct nvml_functions, shutdown)},
    {"nvmlErrorString", offsetof(struct nvml_functions, error_string)},
    {"nvmlDeviceGetCount_v2", offsetof(struct nvml_functions, device_count)},
    {"nvmlDeviceGetHandleByIndex_v2", offsetof(struct nvml_functions, device_handle)},
    {"nvmlDeviceGetName", offsetof(struct nvml_functions, device_name)},
    {"nvmlDeviceGetUtilizationRates", offsetof(struct nvml_functions, utilization)},
    {"nvmlDeviceGetMemoryInfo", offsetof(struct nvml_functions, memory)},
};

/* dlsym(3) gives an object pointer; POSIX promises that it holds a function's address, ISO C knows
 * no conversion. */
static bool find_function(void *library, const char *name, void *function)
{
    void *address = dlsym(library, name);
    memcpy(function, &address, sizeof(address));
    return address != NULL;
}

static bool find_functions(struct tkg_gpus *gpus, char *reason)
{
    for (size_t i = 0; i < sizeof(needed_functions) / sizeof(needed_functions[0]); i++) {
        void *member = (char *)&gpus->call + needed_functions[i].offset;
        if (!find_function(gpus->library, needed_functions[i].name, member)) {
            (void)snprintf(reason, TKG_GPU_REASON_BYTES, "the library has no %s",
                           needed_functions[i].name);
            return false;
        }
    }
    /* Drivers before 510 know _v2 only; without either, memory by process is unknown. */
    if (!find_function(gpus->library, "nvmlDeviceGetComputeRunningProcesses_v3",
                       &gpus->call.processes)) {
        (void)find_function(gpus->library, "nvmlDeviceGetComputeRunningProcesses_v2",
                            &gpus->call.processes);
    }
    return true;
}

static bool find_devices(struct tkg_gpus *gpus, char *reason)
{
    unsigned int count = 0;
    int result = gpus->call.device_count(&count);
    if (result != NVML_SUCCESS || count == 0) {
        (void)snprintf(reason, TKG_GPU_REASON_BYTES, "%.150s",
                       result == NVML_SUCCESS ? "the driver has no device"
                                              : gpus->call.error_string(result));
        return false;
    }
    gpus->count = count < TKG_GPU_MAX ? count : TKG_GPU_MAX;
    for (size_t i = 0; i < gpus->count; i++) {
        if (gpus->call.device_handle((unsigned int)i, &gpus->devices[i]) != NVML_SUCCESS) {
            gpus->devices[i] = NULL;
        } else if (gpus->call.device_name(gpus->devices[i], gpus->names[i], TKG_GPU_NAME_BYTES) !=
                   NVML_SUCCESS) {
            gpus->names[i][0] = '\0';
        }
        gpus->names[i][TKG_GPU_NAME_BYTES - 1] = '\0';
    }
    return true;
}

const char *tkg_gpus_library(void)
{
    const char *path = getenv("TICKGATE_NVML");
    return path && *path ? path : "libnvidia-ml.so.1";
}

static bool open_library(struct tkg_gpus *gpus, char *reason)
{
    gpus->library = dlopen(tkg_gpus_library(), RTLD_NOW | RTLD_LOCAL);
    if (!gpus->library) {
        const char *why = dlerror();
        (void)snprintf(reason, TKG_GPU_REASON_BYTES, "%.150s", why ? why : "cannot be loaded");
        return false;
    }
    if (!find_functions(gpus, reason)) {
        return false;
    }
    int result = gpus->call.init();
    if (result != NVML_SUCCESS) {
        (void)snprintf(reason, TKG_GPU_REASON_BYTES, "%.150s", gpus->call.error_string(result));
        return false;
    }
    if (!find_devices(gpus, reason)) {
        (void)gpus->call.shutdown();
        return false;
    }
    return true;
}

struct tkg_gpus *tkg_gpus_open(char *reason)
{
    struct tkg_gpus *gpus = calloc(1, sizeof(*gpus));
    reason[0] = '\0';
    if (!gpus) {
        (void)snprintf(reason, TKG_GPU_REASON_BYTES, "out of memory");
        return NULL;
    }
    if (!open_library(gpus, reason)) {
        if (gpus->library) {
            (void)dlclose(gpus->library);
        }
        free(gpus);
        return NULL;
    }
    return gpus;
}

void tkg_gpus_close(struct tkg_gpus *gpus)
{
    if (gpus) {
        (void)gpus->call.shutdown();
        (void)dlclose(gpus->library);
        free(gpus);
    }
}

size_t tkg_gpus_count(const struct tkg_gpus *gpus)
{
    return gpus->count;
}

const char *tkg_gpus_name(const struct tkg_gpus *gpus, size_t index)
{
    return gpus->names[index];
}

static int64_t known_bytes(unsigned long long bytes)
{
    return bytes > INT64_MAX ? -1 : (int64_t)bytes;
}

/* Of this process on the device; it stands there once per context. */
static int64_t read_process_bytes(const struct tkg_gpus *gpus, struct nvml_device *device)
{
    struct nvml_process processes[PROCESS_MAX];
    unsigned int count = PROCESS_MAX;
    int64_t sum = 0;
    if (!gpus->call.processes || gpus->call.processes(device, &count, processes) != NVML_SUCCESS ||
        count > PROCESS_MAX) {
        return -1;
    }
    for (unsigned int i = 0; i < count; i++) {
        if (processes[i].pid != (unsigned int)getpid()) {
            continue;
        }
        if (processes[i].used_bytes == VALUE_NOT_AVAILABLE ||
            __builtin_add_overflow(sum, processes[i].used_bytes, &sum)) {
            return -1;
        }
    }
    return sum;
}

void tkg_gpus_read(const struct tkg_gpus *gpus, size_t index, struct tkg_gpu_reading *reading)
{
    struct nvml_utilization utilization;
    struct nvml_memory memory;
    struct nvml_device *device = gpus->devices[index];
    *reading = (struct tkg_gpu_reading){NAN, -1, -1, -1};
    if (!device) {
        return;
    }
    if (gpus->call.utilization(device, &utilization) == NVML_SUCCESS && utilization.gpu <= 100) {
        reading->busy_share_0to1 = utilization.gpu / 100.0;
    }
    if (gpus->call.memory(device, &memory) == NVML_SUCCESS) {
        reading->used_bytes = known_bytes(memory.used);
        reading->total_bytes = known_bytes(memory.total);
    }
    reading->process_bytes = read_process_bytes(gpus, device);
}
