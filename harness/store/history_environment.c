/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_environment.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#define FACT(member)                                                                               \
    {                                                                                              \
#member, offsetof(struct tkg_fingerprint, member)                                          \
    }

/* The order of the lines. */
static const struct {
    const char *name;
    size_t offset;
} texts[] = {
    FACT(cpu_model),
    FACT(architecture),
    FACT(topology),
    FACT(hypervisor),
    FACT(microcode),
    FACT(kernel),
    FACT(libc),
    FACT(compiler),
    FACT(build_type),
    FACT(build_flags),
    FACT(governor),
    FACT(clocksource),
    FACT(transparent_huge_pages),
    FACT(mitigations),
};

static void add_text(struct tkg_text *out, const char *name, const char *value)
{
    if (!*value) {
        return;
    }
    tkg_text_addf(out, "%s: ", name);
    for (const char *at = value; *at; at++) {
        const bool is_control = (unsigned char)*at < ' ' || *at == '\x7f';
        tkg_text_add_bytes(out, is_control ? "?" : at, 1);
    }
    tkg_text_add(out, "\n");
}

static void add_whole(struct tkg_text *out, const char *name, int64_t value)
{
    if (value > 0) {
        tkg_text_addf(out, "%s: %" PRId64 "\n", name, value);
    }
}

void tkg_history_environment_write(const struct tkg_fingerprint *fingerprint, struct tkg_text *out)
{
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        add_text(out, texts[i].name, (const char *)fingerprint + texts[i].offset);
    }
    add_whole(out, "cpu_online_count", fingerprint->cpu_online_count);
    add_whole(out, "cpu_usable_count", fingerprint->cpu_usable_count);
    add_whole(out, "cache_l1d_bytes", fingerprint->cache_bytes[1]);
    add_whole(out, "cache_l2_bytes", fingerprint->cache_bytes[2]);
    add_whole(out, "cache_l3_bytes", fingerprint->cache_bytes[3]);
    add_whole(out, "memory_bytes", fingerprint->memory_bytes);
    add_whole(out, "cgroup_memory_max_bytes", fingerprint->cgroup_memory_max_bytes);
    if (isfinite(fingerprint->cgroup_cpu_quota)) {
        tkg_text_addf(out, "cgroup_cpu_quota: %.6g\n", fingerprint->cgroup_cpu_quota);
    }
    if (fingerprint->boost_known) {
        tkg_text_addf(out, "turbo: %s\n", fingerprint->boost_enabled ? "on" : "off");
    }
}
