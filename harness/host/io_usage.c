/* SPDX-License-Identifier: Apache-2.0 */
#include "host/io_usage.h"

#include <inttypes.h>
#include <stdio.h>

#include "host/counter_text.h"
#include "host/proc_file.h"

/* A container host has some hundred interfaces of 120 bytes each. */
enum { NET_BYTES = 32768 };

void tkg_io_usage_read(struct tkg_io_usage *usage)
{
    char text[TKG_PROC_TEXT_BYTES];
    (void)tkg_proc_read("/proc/self/io", text, sizeof(text)); /* "" on failure: all unknown */
    tkg_io_usage_parse(text, usage);
}

void tkg_io_usage_read_thread(int32_t thread_id, struct tkg_io_usage *usage)
{
    char path[64];
    char text[TKG_PROC_TEXT_BYTES];
    (void)snprintf(path, sizeof(path), "/proc/self/task/%" PRId32 "/io", thread_id);
    (void)tkg_proc_read(path, text, sizeof(text));
    tkg_io_usage_parse(text, usage);
}

void tkg_net_usage_read(struct tkg_net_usage *usage)
{
    char text[NET_BYTES];
    (void)tkg_proc_read("/proc/self/net/dev", text, sizeof(text));
    tkg_net_usage_parse(text, usage);
}
