/* SPDX-License-Identifier: Apache-2.0 */
#include "host/memory_usage.h"

#include <unistd.h>

#include "host/proc_file.h"
#include "host/proc_text.h"
#include "host/usage.h"

/* statm: seven numbers. */
enum { STATM_BYTES = 256 };

static int64_t pages_as_bytes(int64_t pages)
{
    int64_t bytes;
    return pages < 0 || __builtin_mul_overflow(pages, sysconf(_SC_PAGESIZE), &bytes) ? -1 : bytes;
}

void tkg_memory_usage_read_own(struct tkg_memory_usage *usage)
{
    char statm[STATM_BYTES];
    (void)tkg_proc_read("/proc/self/statm", statm, sizeof(statm));
    usage->rss_bytes = pages_as_bytes(tkg_word_number(statm, 1));
    usage->vms_bytes = pages_as_bytes(tkg_word_number(statm, 0));
}

void tkg_memory_usage_read(struct tkg_memory_usage *usage)
{
    char meminfo[TKG_PROC_TEXT_BYTES];
    (void)tkg_proc_read("/proc/meminfo", meminfo, sizeof(meminfo));
    tkg_memory_usage_read_own(usage);
    usage->available_bytes = tkg_line_bytes(meminfo, "MemAvailable");
    usage->total_bytes = tkg_line_bytes(meminfo, "MemTotal");
}

void tkg_memory_phase_begin(struct tkg_memory_phase *phase)
{
    (void)tkg_rss_peak_reset();
    phase->base_bytes = tkg_rss_bytes();
    phase->peak_bytes = -1;
}

void tkg_memory_phase_end(struct tkg_memory_phase *phase)
{
    phase->peak_bytes = tkg_rss_bytes_peak();
}
