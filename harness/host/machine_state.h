/* SPDX-License-Identifier: Apache-2.0
 *
 * What a machine lets a measurement do: facts only, read once; machine_check.h says what they mean.
 */
#ifndef TKG_HOST_MACHINE_STATE_H
#define TKG_HOST_MACHINE_STATE_H

#include <stdbool.h>
#include <stdint.h>

enum { TKG_MACHINE_TEXT_BYTES = 128, TKG_MACHINE_NVML_BYTES = 4096 };

/* id, program looked for on PATH, Debian package that brings it, what is lost without it */
#define TKG_MACHINE_PROGRAMS(X)                                                                    \
    X(VALGRIND, "valgrind", "valgrind",                                                            \
      "no instruction counts where hardware counters are absent")                                  \
    X(GNUPLOT, "gnuplot", "gnuplot-nox", "no plots")                                               \
    X(CLANG, "clang", "clang", "no sanitizer of clang, no fuzzing, no clang-tidy")                 \
    X(LLD, "ld.lld", "lld", "no shuffled layouts: code placement cannot be averaged out")          \
    X(ADDR2LINE, "addr2line", "binutils", "addresses of stacks cannot be turned into lines")

enum tkg_machine_program {
#define TKG_MACHINE_PROGRAM_ENUM(id, program, package, lost) TKG_PROGRAM_##id,
    TKG_MACHINE_PROGRAMS(TKG_MACHINE_PROGRAM_ENUM)
#undef TKG_MACHINE_PROGRAM_ENUM
        TKG_PROGRAM_COUNT
};

/* Texts are "" and numbers -1 (NaN for doubles) where the machine does not say. */
struct tkg_machine_state {
    /* From files below a root. */
    char hypervisor[TKG_MACHINE_TEXT_BYTES];
    char clock_source[TKG_MACHINE_TEXT_BYTES];
    char clock_sources[TKG_MACHINE_TEXT_BYTES]; /* all that are offered */
    char governor[TKG_MACHINE_TEXT_BYTES];
    char huge_pages[TKG_MACHINE_TEXT_BYTES]; /* transparent: always, madvise, never */
    bool counter_invariant;
    int boost;          /* 1 on, 0 off */
    int address_random; /* kernel.randomize_va_space */
    int pointer_hiding; /* kernel.kptr_restrict */
    bool perf_level_known;
    int64_t perf_level; /* kernel.perf_event_paranoid; may be -1 */
    bool has_hardware_counters;
    int cgroup_version; /* 1, 2; 0: none */
    double cgroup_cpu_quota;
    int64_t cgroup_memory_bytes_max;
    int64_t total_ticks; /* of all CPUs since boot, USER_HZ */
    int64_t steal_ticks;
    double load_1min;
    double cpu_pressure_percent; /* PSI, some, last 10 s */
    int64_t memory_bytes;
    int64_t memory_available_bytes;
    bool has_program[TKG_PROGRAM_COUNT];
    bool has_fonts;
    char nvml[TKG_MACHINE_NVML_BYTES]; /* the library that a run would open: $TICKGATE_NVML, or the
                                          driver's own name */
    bool has_nvml;

    /* Asked of the running system. */
    double counter_ghz;     /* NaN when it does not count */
    double counter_read_ns; /* back to back */
    int cpu_online_count;
    int cpu_usable_count;
    int perf_open_errno; /* of opening a software event on ourselves; 0: allowed */
    bool can_pin;
    int64_t temporary_bytes_free;            /* in $TMPDIR or /tmp */
    char build_type[TKG_MACHINE_TEXT_BYTES]; /* of tickgate */
};

/* Reads what lies in files.
 * root    stands before every path; "" outside tests
 * search  folders with colons between them, as $PATH has them; below root, too
 * cost    some ms, most of it looking for a font */
void tkg_machine_files_read(struct tkg_machine_state *state, const char *root, const char *search);

/* Asks the running system for the rest. cost: 180 ms, nearly all of it the calibration. */
void tkg_machine_system_read(struct tkg_machine_state *state);

#endif
