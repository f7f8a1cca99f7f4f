/* SPDX-License-Identifier: Apache-2.0 */
#include "host/counter_text.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "host/proc_text.h"

/* Longest word that is read as a number; 2^64 has 20 digits. */
enum { WORD_BYTES = 32 };

static const char BLANKS[] = " \t";

static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return *line ? line + 1 : line;
}

int64_t tkg_counter_value(const char *text, const char *key)
{
    const size_t length = strlen(key);
    for (const char *line = text; *line; line = next_line(line)) {
        const char *rest = line + length;
        if (strncmp(line, key, length) == 0 && *rest && strchr(": \t", *rest)) {
            return tkg_word_number(rest + (*rest == ':' ? 1 : 0), 0);
        }
    }
    return -1;
}

void tkg_io_usage_parse(const char *text, struct tkg_io_usage *usage)
{
    *usage = (struct tkg_io_usage){
        .read_chars = tkg_counter_value(text, "rchar"),
        .written_chars = tkg_counter_value(text, "wchar"),
        .read_calls = tkg_counter_value(text, "syscr"),
        .write_calls = tkg_counter_value(text, "syscw"),
        .read_bytes = tkg_counter_value(text, "read_bytes"),
        .written_bytes = tkg_counter_value(text, "write_bytes"),
        .cancelled_bytes = tkg_counter_value(text, "cancelled_write_bytes"),
    };
}

/* *sum += value, from 0 on when it was unknown; false when that is no number. */
static bool add_known(int64_t *sum, int64_t value)
{
    int64_t base = *sum < 0 ? 0 : *sum;
    return value >= 0 && !__builtin_add_overflow(base, value, sum);
}

/* "  eth0: bytes packets errs drop fifo frame compressed multicast bytes ..." */
static bool add_interface(const char *line, struct tkg_net_usage *usage)
{
    enum { RECEIVED = 0, SENT = 8, FIELDS = 16 };
    const char *name = line + strspn(line, BLANKS);
    const char *colon = name + strcspn(name, ":\n");
    if (*colon != ':') {
        return true; /* a heading */
    }
    const char *numbers = colon + 1;
    int64_t received = tkg_word_number(numbers, RECEIVED);
    int64_t sent = tkg_word_number(numbers, SENT);
    if (sent < 0 || tkg_word_number(numbers, FIELDS - 1) < 0) {
        return false;
    }
    if (colon - name == 2 && strncmp(name, "lo", 2) == 0) {
        return add_known(&usage->loopback_bytes, received); /* all that is sent is received */
    }
    return add_known(&usage->received_bytes, received) && add_known(&usage->sent_bytes, sent);
}

void tkg_net_usage_parse(const char *text, struct tkg_net_usage *usage)
{
    static const struct tkg_net_usage unknown = {-1, -1, -1};
    *usage = unknown;
    for (const char *line = text; *line; line = next_line(line)) {
        if (!add_interface(line, usage)) {
            *usage = unknown;
            return;
        }
    }
}

/* "some avg10=0.00 avg60=0.00 avg300=0.00 total=123": the number behind "total=". */
static int64_t stall_total_us(const char *text, const char *kind)
{
    enum { TOTAL = sizeof("total=") - 1 };
    const size_t length = strlen(kind);
    for (const char *line = text; *line; line = next_line(line)) {
        const char *total = strstr(line, " total=");
        if (strncmp(line, kind, length) == 0 && line[length] == ' ' && total &&
            total < line + strcspn(line, "\n")) {
            return tkg_word_number(total + 1 + TOTAL, 0);
        }
    }
    return -1;
}

void tkg_stall_parse(const char *text, struct tkg_stall *stall)
{
    stall->some_us = stall_total_us(text, "some");
    stall->full_us = stall_total_us(text, "full");
}

void tkg_schedstat_parse(const char *text, int64_t *cpu_ns, int64_t *wait_ns)
{
    *cpu_ns = tkg_word_number(text, 0);
    *wait_ns = tkg_word_number(text, 1);
}

/* "cpu3 user nice system idle iowait irq softirq steal" of /proc/stat: the line of one processor,
 * or of all together for cpu < 0; NULL when there is none. */
static const char *cpu_line(const char *text, int cpu)
{
    char name[WORD_BYTES] = "cpu";
    if (cpu >= 0) {
        (void)snprintf(name, sizeof(name), "cpu%d", cpu);
    }
    const size_t length = strlen(name);
    for (const char *line = text; *line; line = next_line(line)) {
        if (strncmp(line, name, length) == 0 && line[length] == ' ') {
            return line;
        }
    }
    return NULL;
}

int64_t tkg_steal_parse(const char *text, int cpu)
{
    enum { STEAL = 8 };
    const char *line = cpu_line(text, cpu);
    return line ? tkg_word_number(line, STEAL) : -1;
}

int64_t tkg_idle_parse(const char *text, int cpu)
{
    enum { IDLE = 4, IOWAIT = 5 };
    const char *line = cpu_line(text, cpu);
    int64_t idle = line ? tkg_word_number(line, IDLE) : -1;
    int64_t iowait = line ? tkg_word_number(line, IOWAIT) : -1;
    int64_t sum;
    return idle < 0 || iowait < 0 || __builtin_add_overflow(idle, iowait, &sum) ? -1 : sum;
}

void tkg_load_parse(const char *text, double load[3])
{
    const char *word = text;
    for (int i = 0; i < 3; i++) {
        char copy[WORD_BYTES];
        word += strspn(word, BLANKS);
        size_t length = strcspn(word, " \t\n");
        bool fits = length > 0 && length < sizeof(copy);
        memcpy(copy, word, fits ? length : 0);
        copy[fits ? length : 0] = '\0';
        if (!tkg_double_parse(copy, &load[i]) || load[i] < 0.0) {
            load[i] = NAN;
        }
        word += length;
    }
}
