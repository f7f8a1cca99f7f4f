/* SPDX-License-Identifier: Apache-2.0 */
#include "run_row.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { COLUMN_COUNT = 21, FIGURE_COUNT = 11, FILE_BYTES_MAX = 64 << 20 };

static const char column_names[] =
    "run\tstream\tload\tvariant\tseed\tstart_s\toutcome\tlaunches\tslow\tseconds\thead\thead_low\t"
    "head_high\tnull\tnull_low\tnull_high\tplant\tplant_low\tplant_high\ttolerance_min\tbase_ns";

/* key in the file, member */
#define HEADER_FIELDS(X)                                                                           \
    X("experiment", experiment)                                                                    \
    X("about", about)                                                                              \
    X("machine", machine)                                                                          \
    X("commit", commit)                                                                            \
    X("method", method)                                                                            \
    X("seed", seed)                                                                                \
    X("begun", begun)

void tkg_run_header_write(const struct tkg_run_header *header, struct tkg_text *text)
{
#define WRITE(key, member) tkg_text_addf(text, "# %s: %s\n", key, header->member);
    HEADER_FIELDS(WRITE)
#undef WRITE
    tkg_text_addf(text, "%s\n", column_names);
}

void tkg_run_row_write(const struct tkg_run_row *row, struct tkg_text *text)
{
    tkg_text_addf(text, "%" PRIu32 "\t%" PRIu32 "\t%s\t%" PRIu32 "\t%" PRIu64 "\t%" PRId64 "\t%s",
                  row->run, row->stream, row->is_loaded ? "bursty" : "quiet", row->variant,
                  row->seed, row->start_s, row->outcome);
    tkg_text_addf(text, "\t%" PRIu32 "\t%" PRIu32 "\t%.3f", row->launches, row->slow, row->seconds);
    tkg_text_addf(text, "\t%.4f\t%.4f\t%.4f", row->head, row->head_low, row->head_high);
    tkg_text_addf(text, "\t%.4f\t%.4f\t%.4f", row->null, row->null_low, row->null_high);
    tkg_text_addf(text, "\t%.4f\t%.4f\t%.4f", row->plant, row->plant_low, row->plant_high);
    tkg_text_addf(text, "\t%.4f\t%.3f\n", row->tolerance_min, row->base_ns);
}

/* In the order of the columns. */
static void list_figures(struct tkg_run_row *row, double **figures)
{
    double *const all[FIGURE_COUNT] = {&row->head,          &row->head_low,  &row->head_high,
                                       &row->null,          &row->null_low,  &row->null_high,
                                       &row->plant,         &row->plant_low, &row->plant_high,
                                       &row->tolerance_min, &row->base_ns};
    memcpy(figures, all, sizeof all);
}

void tkg_run_row_clear(struct tkg_run_row *row)
{
    double *figures[FIGURE_COUNT];
    list_figures(row, figures);
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        *figures[i] = NAN;
    }
    row->launches = 0;
    row->slow = 0;
}

/* One value of a line; false where it is not of its kind. */
struct reader {
    char *next;
    bool is_bad;
};

static const char *word_of(struct reader *reader)
{
    char *word = reader->next;
    if (!word) {
        reader->is_bad = true;
        return "";
    }
    char *tab = strchr(word, '\t');
    if (tab) {
        *tab = '\0';
    }
    reader->next = tab ? tab + 1 : NULL;
    return word;
}

static uint64_t count_of(struct reader *reader)
{
    char *end = NULL;
    const char *word = word_of(reader);
    errno = 0;
    const uint64_t value = strtoull(word, &end, 10);
    reader->is_bad |= *word < '0' || *word > '9' || *end != '\0' || errno != 0;
    return value;
}

static uint32_t small_count_of(struct reader *reader)
{
    const uint64_t value = count_of(reader);
    reader->is_bad |= value > UINT32_MAX;
    return (uint32_t)value;
}

static double number_of(struct reader *reader)
{
    char *end = NULL;
    const char *word = word_of(reader);
    const double value = strtod(word, &end);
    reader->is_bad |= *word == '\0' || *end != '\0';
    return value;
}

static bool load_of(struct reader *reader)
{
    const char *word = word_of(reader);
    const bool is_bursty = strcmp(word, "bursty") == 0;
    reader->is_bad |= !is_bursty && strcmp(word, "quiet") != 0;
    return is_bursty;
}

static void outcome_of(struct reader *reader, char *outcome)
{
    const char *word = word_of(reader);
    reader->is_bad |= *word == '\0' || !tkg_string_copy(outcome, TKG_OUTCOME_BYTES, word);
}

static bool parse_row(char *line, struct tkg_run_row *row)
{
    struct reader reader = {line, false};
    row->run = small_count_of(&reader);
    row->stream = small_count_of(&reader);
    row->is_loaded = load_of(&reader);
    row->variant = small_count_of(&reader);
    row->seed = count_of(&reader);
    row->start_s = (int64_t)count_of(&reader);
    outcome_of(&reader, row->outcome);
    row->launches = small_count_of(&reader);
    row->slow = small_count_of(&reader);
    row->seconds = number_of(&reader);
    double *numbers[FIGURE_COUNT];
    list_figures(row, numbers);
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        *numbers[i] = number_of(&reader);
    }
    return !reader.is_bad && !reader.next;
}

/* "# key: value"; a key that is not known is of a newer calibration, and no harm. */
static bool parse_header_line(const char *line, struct tkg_run_header *header)
{
    const char *colon = strstr(line, ": ");
    if (strncmp(line, "# ", 2) != 0 || !colon) {
        return false;
    }
    const size_t length = (size_t)(colon - line - 2);
#define READ(key, member)                                                                          \
    if (strlen(key) == length && strncmp(line + 2, key, length) == 0) {                            \
        return tkg_string_copy(header->member, sizeof header->member, colon + 2);                  \
    }
    HEADER_FIELDS(READ)
#undef READ
    return true;
}

static enum tkg_status add_row(struct tkg_run_rows *rows, const struct tkg_run_row *row,
                               struct tkg_error *err)
{
    if ((rows->count & (rows->count - 1)) == 0) { /* full: 1, 2, 4, ... */
        const size_t capacity = rows->count == 0 ? 1 : 2 * rows->count;
        struct tkg_run_row *grown = realloc(rows->rows, capacity * sizeof *grown);
        if (!grown) {
            return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the rows of a calibration");
        }
        rows->rows = grown;
    }
    rows->rows[rows->count++] = *row;
    return TKG_OK;
}

static enum tkg_status parse_line(char *line, struct tkg_run_rows *rows, const char *path,
                                  size_t number, struct tkg_error *err)
{
    struct tkg_run_row row;
    const bool is_good = line[0] == '#' ? parse_header_line(line, &rows->header)
                                        : strcmp(line, column_names) == 0 || parse_row(line, &row);
    if (!is_good) {
        return tkg_fail(err, TKG_INPUT, "%s:%zu: neither a header nor a run of %d columns", path,
                        number, COLUMN_COUNT);
    }
    return line[0] == '#' || line[0] == 'r' ? TKG_OK : add_row(rows, &row, err);
}

static enum tkg_status parse(char *bytes, struct tkg_run_rows *rows, const char *path,
                             struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    char *line = bytes;
    char *end = strchr(line, '\n');
    for (size_t number = 1; end && status == TKG_OK; number++) {
        *end = '\0';
        char whole[TKG_HEADER_BYTES * 2]; /* parse_row cuts its line into words */
        status = tkg_string_copy(whole, sizeof whole, line)
                     ? parse_line(whole, rows, path, number, err)
                     : tkg_fail(err, TKG_INPUT, "%s:%zu: line too long", path, number);
        line = end + 1;
        end = strchr(line, '\n');
    }
    return status;
}

/* gzread() takes plain files, too. */
static enum tkg_status read_bytes(const char *path, struct tkg_text *text, struct tkg_error *err)
{
    char part[65536];
    int got = 0;
    gzFile file = gzopen(path, "rb");
    if (!file) {
        return errno == ENOENT ? TKG_OK : tkg_fail(err, TKG_INPUT, "%s: %s", path, strerror(errno));
    }
    while ((got = gzread(file, part, sizeof part)) > 0 && text->length < FILE_BYTES_MAX) {
        tkg_text_add_bytes(text, part, (size_t)got);
    }
    const bool is_good = gzclose(file) == Z_OK && got == 0 && !tkg_text_failed(text);
    return is_good ? TKG_OK : tkg_fail(err, TKG_INPUT, "%s: damaged, or too large", path);
}

enum tkg_status tkg_run_rows_read(const char *path, struct tkg_run_rows *rows,
                                  struct tkg_error *err)
{
    struct tkg_text text;
    *rows = (struct tkg_run_rows){.rows = NULL};
    tkg_text_init(&text);
    errno = 0;
    enum tkg_status status = read_bytes(path, &text, err);
    if (status == TKG_OK && text.length > 0) {
        status = parse(text.bytes, rows, path, err);
    }
    tkg_text_deinit(&text);
    if (status != TKG_OK) {
        tkg_run_rows_deinit(rows);
    }
    return status;
}

void tkg_run_rows_deinit(struct tkg_run_rows *rows)
{
    free(rows->rows);
    *rows = (struct tkg_run_rows){.rows = NULL};
}

enum tkg_status tkg_run_header_check(const char *path, const struct tkg_run_header *found,
                                     const struct tkg_run_header *wanted, struct tkg_error *err)
{
#define CHECK(key, member)                                                                         \
    if (strcmp(key, "begun") != 0 && strcmp(key, "about") != 0 &&                                  \
        strcmp(found->member, wanted->member) != 0) {                                              \
        return tkg_fail(                                                                           \
            err, TKG_USAGE,                                                                        \
            "%s: its runs have %s '%.150s', new ones would have '%.150s'; rows of the "            \
            "two must not be mixed: take another folder",                                          \
            path, key, found->member, wanted->member);                                             \
    }
    HEADER_FIELDS(CHECK)
#undef CHECK
    return TKG_OK;
}

enum tkg_status tkg_raw_repair(const char *path, struct tkg_error *err)
{
    char byte = '\n';
    const int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) {
        return errno == ENOENT ? TKG_OK
                               : tkg_fail(err, TKG_OUTPUT, "%s: %s", path, strerror(errno));
    }
    off_t length = lseek(file, 0, SEEK_END);
    bool is_good = length >= 0;
    while (is_good && length > 0 && pread(file, &byte, 1, length - 1) == 1 && byte != '\n') {
        length--;
    }
    is_good = is_good && ftruncate(file, length) == 0;
    is_good = close(file) == 0 && is_good;
    return is_good ? TKG_OK : tkg_fail(err, TKG_OUTPUT, "%s: %s", path, strerror(errno));
}

enum tkg_status tkg_raw_append(const char *path, const struct tkg_text *text, struct tkg_error *err)
{
    const int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (file < 0) {
        return tkg_fail(err, TKG_OUTPUT, "%s: %s", path, strerror(errno));
    }
    const ssize_t written = write(file, tkg_text_borrow(text), text->length);
    const bool is_good = close(file) == 0 && written == (ssize_t)text->length;
    return is_good ? TKG_OK : tkg_fail(err, TKG_OUTPUT, "%s: not written whole", path);
}
