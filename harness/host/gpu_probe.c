/* SPDX-License-Identifier: Apache-2.0 */
#include "host/gpu_probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/quantity.h"
#include "host/child.h"
#include "host/clock.h"
#include "host/gpu_nvml.h"

/* A process that was killed ends within that, or hangs in the driver for good. */
static const int64_t kill_limit_ns = INT64_C(1000000000);

/* The child: never returns. One byte says that all went well. */
static void ask(int answer_fd)
{
    char reason[TKG_GPU_REASON_BYTES];
    struct tkg_gpu_reading reading;
    const struct rlimit no_core = {0, 0};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)setrlimit(RLIMIT_CORE, &no_core);
    struct tkg_gpus *gpus = tkg_gpus_open(reason);
    for (size_t i = 0; gpus && i < tkg_gpus_count(gpus); i++) {
        tkg_gpus_read(gpus, i, &reading);
    }
    tkg_gpus_close(gpus);
    _exit(write(answer_fd, "y", 1) == 1 ? 0 : 1);
}

/* True when the other end wrote or was closed within the limit. */
static bool wait_for_end(int fd, int64_t limit_ns)
{
    const int64_t due_ns = tkg_clock_monotonic_ns() + limit_ns;
    struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
    int ready = 0;
    int64_t left_ns = limit_ns;
    do {
        ready = poll(&poll_fd, 1, (int)(left_ns / 1000000) + 1);
        left_ns = due_ns - tkg_clock_monotonic_ns();
    } while (ready < 0 && errno == EINTR && left_ns > 0 && !tkg_interrupt_requested());
    return ready > 0;
}

static const char *library_name(void)
{
    const char *path = tkg_gpus_library();
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void explain_end(int status, char *reason)
{
    if (WIFSIGNALED(status)) {
        (void)snprintf(reason, TKG_GPU_REASON_BYTES,
                       "%.60s crashed with %s when it was asked for the devices", library_name(),
                       tkg_signal_name(WTERMSIG(status)));
    } else {
        (void)snprintf(reason, TKG_GPU_REASON_BYTES,
                       "%.60s ended its process when it was asked for the devices", library_name());
    }
}

static void explain_silence(int64_t limit_ns, char *reason)
{
    char limit[TKG_QUANTITY_BYTES];
    (void)snprintf(reason, TKG_GPU_REASON_BYTES,
                   "%.60s did not tell its devices within %s, it hangs", library_name(),
                   tkg_quantity_format((double)limit_ns, TKG_DIMENSION_TIME, limit));
}

static bool hear(pid_t child, int fd, int64_t limit_ns, char *reason)
{
    char answer;
    int status = 0;
    if (wait_for_end(fd, limit_ns)) {
        bool is_well = read(fd, &answer, 1) == 1;
        if (waitpid(child, &status, 0) == child && !is_well) {
            explain_end(status, reason);
        }
        return is_well;
    }
    explain_silence(limit_ns, reason);
    (void)kill(child, SIGKILL);
    (void)waitpid(child, &status, wait_for_end(fd, kill_limit_ns) ? 0 : WNOHANG);
    return false;
}

bool tkg_gpus_probe(int64_t limit_ns, char *reason)
{
    int ends[2];
    reason[0] = '\0';
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return true; /* nothing was asked, nothing is known against it */
    }
    pid_t child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        ask(ends[1]);
    }
    (void)close(ends[1]);
    bool is_well = child < 0 || hear(child, ends[0], limit_ns, reason);
    (void)close(ends[0]);
    return is_well;
}
