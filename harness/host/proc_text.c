/* SPDX-License-Identifier: Apache-2.0 */
#include "host/proc_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

/* Longest word that is read as a number; 2^64 has 20 digits, PSI and load have fewer. */
enum { WORD_BYTES = 32 };

static const char BLANKS[] = " \t";

static const char *line_end(const char *line)
{
    return line + strcspn(line, "\n");
}

static const char *next_line(const char *line)
{
    const char *end = line_end(line);
    return *end ? end + 1 : end;
}

/* Copies [begin, end) cut to out_bytes. */
static void copy_range(const char *begin, const char *end, char *out, size_t out_bytes)
{
    size_t length = (size_t)(end - begin);
    size_t kept = length < out_bytes ? length : out_bytes - 1;
    memcpy(out, begin, kept);
    out[kept] = '\0';
}

/* Where the value of "key : value" begins in line, or NULL when line has another key. */
static const char *value_in_line(const char *line, const char *key)
{
    size_t key_length = strlen(key);
    if (strncmp(line, key, key_length) != 0) {
        return NULL;
    }
    const char *colon = line + key_length + strspn(line + key_length, BLANKS);
    return *colon == ':' ? colon + 1 + strspn(colon + 1, BLANKS) : NULL;
}

bool tkg_line_value(const char *text, const char *key, char *out, size_t out_bytes)
{
    for (const char *line = text; *line; line = next_line(line)) {
        const char *value = value_in_line(line, key);
        if (value) {
            copy_range(value, line_end(value), out, out_bytes);
            return true;
        }
    }
    out[0] = '\0';
    return false;
}

/* The index-th blank-separated word of the first line; false when there are fewer. */
static bool word_at(const char *line, int index, char *out, size_t out_bytes)
{
    const char *word = line + strspn(line, BLANKS);
    for (; index > 0; index--) {
        word += strcspn(word, " \t\n");
        word += strspn(word, BLANKS);
    }
    copy_range(word, word + strcspn(word, " \t\n"), out, out_bytes);
    return out[0] != '\0';
}

int64_t tkg_word_number(const char *line, int index)
{
    char word[WORD_BYTES];
    int64_t value;
    if (!word_at(line, index, word, sizeof(word)) || !tkg_i64_parse(word, &value) || value < 0) {
        return -1;
    }
    return value;
}

int64_t tkg_line_bytes(const char *text, const char *key)
{
    char value[WORD_BYTES], unit[WORD_BYTES];
    int64_t bytes;
    if (!tkg_line_value(text, key, value, sizeof(value)) ||
        !word_at(value, 1, unit, sizeof(unit)) || strcmp(unit, "kB") != 0 ||
        __builtin_mul_overflow(tkg_word_number(value, 0), 1024, &bytes)) {
        return -1;
    }
    return bytes < 0 ? -1 : bytes;
}

bool tkg_has_word(const char *list, char separator, const char *word)
{
    const char separators[] = {' ', '\t', '\n', separator, '\0'};
    size_t word_length = strlen(word);
    for (const char *at = list + strspn(list, separators); *at; at += strspn(at, separators)) {
        size_t length = strcspn(at, separators);
        if (length == word_length && memcmp(at, word, length) == 0) {
            return true;
        }
        at += length;
    }
    return false;
}

void tkg_bracketed_word(const char *text, char *out, size_t out_bytes)
{
    const char *open = strchr(text, '[');
    const char *close = open ? strchr(open, ']') : NULL;
    out[0] = '\0';
    if (close) {
        copy_range(open + 1, close, out, out_bytes);
    }
}

int64_t tkg_cache_size_bytes(const char *text)
{
    char word[WORD_BYTES];
    int64_t bytes;
    if (!word_at(text, 0, word, sizeof(word))) {
        return 0;
    }
    char *suffix = word + strlen(word) - 1;
    int64_t factor = *suffix == 'K' ? 1024 : *suffix == 'M' ? 1048576 : 1;
    if (factor > 1) {
        *suffix = '\0';
    }
    if (!tkg_i64_parse(word, &bytes) || bytes < 0 ||
        __builtin_mul_overflow(bytes, factor, &bytes)) {
        return 0;
    }
    return bytes;
}

void tkg_cpuinfo_model(const char *cpuinfo, char *out, size_t out_bytes)
{
    char implementer[WORD_BYTES], part[WORD_BYTES], variant[WORD_BYTES], revision[WORD_BYTES];
    if (tkg_line_value(cpuinfo, "model name", out, out_bytes) ||
        !tkg_line_value(cpuinfo, "CPU implementer", implementer, sizeof(implementer))) {
        return;
    }
    /* The numbers, not a name: a table of names would be out of date with the next core. */
    (void)tkg_line_value(cpuinfo, "CPU part", part, sizeof(part));
    (void)tkg_line_value(cpuinfo, "CPU variant", variant, sizeof(variant));
    (void)tkg_line_value(cpuinfo, "CPU revision", revision, sizeof(revision));
    (void)snprintf(out, out_bytes, "ARM implementer %s part %s variant %s revision %s", implementer,
                   part, variant, revision);
}

bool tkg_tsc_is_invariant(const char *cpuinfo, const char *available_clocksource)
{
    /* The flags line of a current CPU has some 1,300 bytes; 4,096 leave room for three times that.
     */
    char flags[4096];
    return tkg_line_value(cpuinfo, "flags", flags, sizeof(flags)) &&
           tkg_has_word(flags, ' ', "constant_tsc") && tkg_has_word(flags, ' ', "nonstop_tsc") &&
           tkg_has_word(available_clocksource, ' ', "tsc");
}

void tkg_stat_cpu_ticks(const char *stat, int64_t *total_ticks, int64_t *steal_ticks)
{
    /* cpu user nice system idle iowait irq softirq steal guest guest_nice */
    enum { FIRST = 1, STEAL = 8 };
    int64_t total = 0;
    *total_ticks = *steal_ticks = -1;
    if (strncmp(stat, "cpu ", 4) != 0) {
        return;
    }
    for (int i = FIRST; i <= STEAL; i++) {
        int64_t ticks = tkg_word_number(stat, i);
        if (ticks < 0 || __builtin_add_overflow(total, ticks, &total)) {
            return;
        }
    }
    *total_ticks = total;
    *steal_ticks = tkg_word_number(stat, STEAL);
}

double tkg_loadavg_1min(const char *loadavg)
{
    char word[WORD_BYTES];
    double load;
    if (!word_at(loadavg, 0, word, sizeof(word)) || !tkg_double_parse(word, &load)) {
        return NAN;
    }
    return load;
}

double tkg_pressure_some_avg10(const char *pressure)
{
    char word[WORD_BYTES];
    double percent;
    if (strncmp(pressure, "some ", 5) != 0 || !word_at(pressure, 1, word, sizeof(word)) ||
        strncmp(word, "avg10=", 6) != 0 || !tkg_double_parse(word + 6, &percent)) {
        return NAN;
    }
    return percent;
}
