/* SPDX-License-Identifier: Apache-2.0
 *
 * The environment of a run: what must be equal before two runs may be compared, and what a reader
 * needs to believe a number. Text fields are "" when unknown.
 */
#ifndef TKG_HOST_FINGERPRINT_H
#define TKG_HOST_FINGERPRINT_H

#include <stdbool.h>
#include <stdint.h>

enum { TKG_FINGERPRINT_TEXT_BYTES = 160 };

struct tkg_fingerprint {
    char cpu_model[TKG_FINGERPRINT_TEXT_BYTES];
    char architecture[TKG_FINGERPRINT_TEXT_BYTES]; /* x86_64 */
    char topology[TKG_FINGERPRINT_TEXT_BYTES];     /* "1 socket, 4 cores, 8 threads, 1 node" */
    int cpu_online_count;
    int cpu_usable_count;
    int64_t cache_bytes[4];                       /* [1] = L1d, [2], [3]; 0 when unknown */
    char hypervisor[TKG_FINGERPRINT_TEXT_BYTES];  /* "KVM", "" on bare metal or unknown */
    char kernel[TKG_FINGERPRINT_TEXT_BYTES];      /* Linux 6.8.0 */
    char libc[TKG_FINGERPRINT_TEXT_BYTES];        /* glibc 2.36 */
    char compiler[TKG_FINGERPRINT_TEXT_BYTES];    /* of tickgate: gcc 12.2.0 */
    char build_type[TKG_FINGERPRINT_TEXT_BYTES];  /* Release */
    char build_flags[TKG_FINGERPRINT_TEXT_BYTES]; /* of tickgate: -O3 -DNDEBUG */
    char governor[TKG_FINGERPRINT_TEXT_BYTES];
    char clocksource[TKG_FINGERPRINT_TEXT_BYTES];
    char transparent_huge_pages[TKG_FINGERPRINT_TEXT_BYTES];
    char mitigations[TKG_FINGERPRINT_TEXT_BYTES]; /* short: the spectre_v2 line */
    char microcode[TKG_FINGERPRINT_TEXT_BYTES];
    bool boost_enabled; /* meaningful when boost_known */
    bool boost_known;
    int64_t memory_bytes;            /* of the machine */
    int64_t cgroup_memory_max_bytes; /* -1 = no limit or unknown */
    double cgroup_cpu_quota;         /* CPUs; NaN = no limit or unknown */
    double tsc_ghz;                  /* NaN when not used */
    double cpu_pressure_percent; /* of the last 10 s, some (PSI); NaN when unknown. The moment's,
                                    not the machine's */
    char hash[17];               /* of what must be equal to compare two runs: cpu_model,
                                    architecture, cpu_usable_count, kernel major.minor, libc,
                                    compiler, build_type, governor, hypervisor */
};

/* Never fails: what cannot be read stays unknown. cost: about 12 ms, most of it the calibration of
 * the TSC. */
void tkg_fingerprint_read(struct tkg_fingerprint *fingerprint);

#endif
