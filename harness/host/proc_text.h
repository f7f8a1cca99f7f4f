/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of the texts that Linux serves under /proc and /sys. Pure functions of a string, so that
 * they are tested on recorded texts of machines that are not at hand. Private to this room.
 */
#ifndef TKG_HOST_PROC_TEXT_H
#define TKG_HOST_PROC_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The value of the first line "key<blanks>:<blanks>value" (cpuinfo, status, meminfo).
 * out      "" when there is no such line; cut to out_bytes
 * returns  whether the line is there */
bool tkg_line_value(const char *text, const char *key, char *out, size_t out_bytes);

/* "VmHWM:    1234 kB" with key "VmHWM" -> 1263616 bytes; -1 when absent or malformed. */
int64_t tkg_line_bytes(const char *text, const char *key);

/* Whole number at 0-based position index among the blank-separated words of the first line; -1
 * when there is none or the word is not a number >= 0. */
int64_t tkg_word_number(const char *line, int index);

/* Whether word stands among the words of list (which are split by blanks or by separator). */
bool tkg_has_word(const char *list, char separator, const char *word);

/* "always [madvise] never" -> "madvise"; "" when nothing is bracketed. */
void tkg_bracketed_word(const char *text, char *out, size_t out_bytes);

/* "32K", "8M", "512" (bytes) of cache/index<n>/size; 0 when malformed. */
int64_t tkg_cache_size_bytes(const char *text);

/* cpuinfo: the model name (x86-64), or the implementer and part numbers (aarch64 kernels print no
 * name). "" when neither is there. */
void tkg_cpuinfo_model(const char *cpuinfo, char *out, size_t out_bytes);

/* Whether the time stamp counter of this x86-64 cpuinfo ticks at a constant rate in every power
 * state, and the kernel still offers it as a clock source. A kernel that saw the counter drift
 * takes it off available_clocksource. */
bool tkg_tsc_is_invariant(const char *cpuinfo, const char *available_clocksource);

/* First line of /proc/stat: the sum of user to steal (guest time is part of user already) and steal
 * alone, in USER_HZ; both -1 when malformed. */
void tkg_stat_cpu_ticks(const char *stat, int64_t *total_ticks, int64_t *steal_ticks);

/* /proc/loadavg -> the first figure; NaN when malformed. */
double tkg_loadavg_1min(const char *loadavg);

/* /proc/pressure/cpu -> avg10 of the "some" line in percent; NaN when malformed. */
double tkg_pressure_some_avg10(const char *pressure);

#endif
