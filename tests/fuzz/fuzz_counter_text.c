/* SPDX-License-Identifier: Apache-2.0
 *
 * Any text as each of the kernel's counter files. Figures are -1 or counts, averages NaN or not
 * negative; never anything in between.
 */
#include "host/counter_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

static void check_numbers(const char *text)
{
    static const char *const keys[] = {"nr_throttled", "throttled_usec", "rchar", ""};
    double load[3];
    int64_t cpu_ns, wait_ns;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        TKG_ASSERT(tkg_counter_value(text, keys[i]) >= -1);
    }
    TKG_ASSERT(tkg_steal_parse(text, -1) >= -1);
    TKG_ASSERT(tkg_steal_parse(text, 1) >= -1);
    tkg_schedstat_parse(text, &cpu_ns, &wait_ns);
    TKG_ASSERT(cpu_ns >= -1 && wait_ns >= -1);
    tkg_load_parse(text, load);
    for (int i = 0; i < 3; i++) {
        TKG_ASSERT(isnan(load[i]) || (load[i] >= 0.0 && isfinite(load[i])));
    }
}

static void check_groups(const char *text)
{
    struct tkg_io_usage io;
    struct tkg_net_usage net;
    struct tkg_stall stall;
    tkg_io_usage_parse(text, &io);
    TKG_ASSERT(io.read_chars >= -1 && io.written_bytes >= -1 && io.cancelled_bytes >= -1);
    tkg_net_usage_parse(text, &net);
    TKG_ASSERT(net.received_bytes >= -1 && net.sent_bytes >= -1 && net.loopback_bytes >= -1);
    TKG_ASSERT((net.received_bytes < 0) == (net.sent_bytes < 0));
    tkg_stall_parse(text, &stall);
    TKG_ASSERT(stall.some_us >= -1 && stall.full_us >= -1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    char *text = malloc(byte_count + 1);
    TKG_ASSERT(text);
    if (byte_count > 0) { /* bytes may be NULL then */
        memcpy(text, bytes, byte_count);
    }
    text[byte_count] = '\0';
    check_numbers(text);
    check_groups(text);
    free(text);
    return 0;
}
