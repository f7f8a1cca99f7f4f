/* SPDX-License-Identifier: Apache-2.0 */
#include "host/usage.h"

#include <fcntl.h>
#include <math.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/check.h"
#include "host/clock.h"
#include "host/proc_file.h"
#include "host/proc_text.h"

/* The first line of /proc/stat, loadavg, schedstat and pressure are all shorter. */
enum { LINE_BYTES = 256 };

static int64_t timeval_ns(struct timeval time)
{
    return (int64_t)time.tv_sec * 1000000000 + (int64_t)time.tv_usec * 1000;
}

void tkg_process_usage_read(struct tkg_process_usage *usage)
{
    struct rusage self;
    char line[LINE_BYTES];
    int result = getrusage(RUSAGE_SELF, &self);
    TKG_ASSERT(result == 0); /* fails for wrong arguments only */
    /* "on-CPU ns, run-queue wait ns, time slices"; absent without CONFIG_SCHED_INFO */
    bool known = tkg_proc_read("/proc/self/schedstat", line, sizeof(line));
    *usage = (struct tkg_process_usage){
        .cpu_user_ns = timeval_ns(self.ru_utime),
        .cpu_system_ns = timeval_ns(self.ru_stime),
        .run_queue_wait_ns = known ? tkg_word_number(line, 1) : -1,
        .voluntary_switches = self.ru_nvcsw,
        .involuntary_switches = self.ru_nivcsw,
        .minor_faults = self.ru_minflt,
        .major_faults = self.ru_majflt,
    };
}

void tkg_thread_account_read(struct tkg_thread_account *usage)
{
    struct rusage self;
    int result = getrusage(RUSAGE_THREAD, &self);
    TKG_ASSERT(result == 0); /* fails for wrong arguments only */
    *usage = (struct tkg_thread_account){
        .wall_ns = tkg_clock_monotonic_ns(),
        .cpu_ns = tkg_clock_thread_cpu_ns(),
        .voluntary_switches = self.ru_nvcsw,
        .involuntary_switches = self.ru_nivcsw,
        .faults = self.ru_minflt + self.ru_majflt,
    };
}

int64_t tkg_thread_run_queue_wait_ns(void)
{
    char line[LINE_BYTES];
    bool known = tkg_proc_read("/proc/thread-self/schedstat", line, sizeof(line));
    return known ? tkg_word_number(line, 1) : -1;
}

int64_t tkg_process_run_queue_wait_ns(pid_t process)
{
    char path[64];
    char line[LINE_BYTES];
    (void)snprintf(path, sizeof(path), "/proc/%ld/task/%ld/schedstat", (long)process,
                   (long)process);
    return tkg_proc_read(path, line, sizeof(line)) ? tkg_word_number(line, 1) : -1;
}

int64_t tkg_rss_bytes(void)
{
    char line[LINE_BYTES];
    if (!tkg_proc_read("/proc/self/statm", line, sizeof(line))) {
        return -1;
    }
    int64_t pages = tkg_word_number(line, 1);
    return pages < 0 ? -1 : pages * (int64_t)sysconf(_SC_PAGESIZE);
}

int64_t tkg_rss_bytes_peak(void)
{
    char status[TKG_PROC_TEXT_BYTES];
    if (!tkg_proc_read("/proc/self/status", status, sizeof(status))) {
        return -1;
    }
    return tkg_line_bytes(status, "VmHWM");
}

int tkg_rss_peak_reset(void)
{
    int fd = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    ssize_t written = write(fd, "5", 1); /* 5: reset the peak only (proc(5)) */
    (void)close(fd);
    return written == 1 ? 0 : -1;
}

void tkg_machine_usage_read(struct tkg_machine_usage *usage)
{
    char line[LINE_BYTES];
    (void)tkg_proc_read("/proc/stat", line, sizeof(line));
    tkg_stat_cpu_ticks(line, &usage->total_ticks, &usage->steal_ticks);
    (void)tkg_proc_read("/proc/loadavg", line, sizeof(line));
    usage->load_1min = tkg_loadavg_1min(line);
    (void)tkg_proc_read("/proc/pressure/cpu", line, sizeof(line));
    usage->cpu_pressure_10s = tkg_pressure_some_avg10(line);
}
