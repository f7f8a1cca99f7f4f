/* SPDX-License-Identifier: Apache-2.0 */
#include "launch_log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { LINE_BYTES = 256 };

/* A line with its end, as "%u\t%u\tslow|judged\tplant|head\t%f\t%f\t%f\t%f\n". */
static bool parse(const char *text, struct tkg_launch_line *line)
{
    char judged[8];
    char fourth[8];
    int end = 0;
    const int found = sscanf(text, "%" SCNu32 "\t%" SCNu32 "\t%7s\t%7s\t%lf\t%lf\t%lf\t%lf%n",
                             &line->run, &line->number, judged, fourth, &line->ns[0], &line->ns[1],
                             &line->ns[2], &line->ns[3], &end);
    line->is_slow = found == 8 && strcmp(judged, "slow") == 0;
    line->is_plant = found == 8 && strcmp(fourth, "plant") == 0;
    return found == 8 && text[end] == '\n' && (line->is_slow || strcmp(judged, "judged") == 0) &&
           (line->is_plant || strcmp(fourth, "head") == 0);
}

static enum tkg_status add(struct tkg_launch_log *log, const struct tkg_launch_line *line,
                           struct tkg_error *err)
{
    if ((log->count & (log->count - 1)) == 0) { /* full: 1, 2, 4, ... */
        const size_t capacity = log->count == 0 ? 1 : 2 * log->count;
        struct tkg_launch_line *grown = realloc(log->lines, capacity * sizeof *grown);
        if (!grown) {
            return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the launches");
        }
        log->lines = grown;
    }
    log->lines[log->count++] = *line;
    return TKG_OK;
}

static enum tkg_status read_lines(gzFile file, const char *path, struct tkg_launch_log *log,
                                  struct tkg_error *err)
{
    char text[LINE_BYTES];
    enum tkg_status status = TKG_OK;
    for (size_t number = 1; status == TKG_OK && gzgets(file, text, sizeof text); number++) {
        struct tkg_launch_line line;
        if (!strchr(text, '\n') && gzeof(file)) {
            break;
        }
        status = parse(text, &line) ? add(log, &line, err)
                                    : tkg_fail(err, TKG_INPUT, "%s:%zu: no launch", path, number);
    }
    return status;
}

enum tkg_status tkg_launch_log_read(const char *path, struct tkg_launch_log *log,
                                    struct tkg_error *err)
{
    *log = (struct tkg_launch_log){NULL, 0};
    errno = 0;
    gzFile file = gzopen(path, "rb");
    if (!file) {
        return errno == ENOENT ? TKG_OK : tkg_fail(err, TKG_INPUT, "%s: %s", path, strerror(errno));
    }
    enum tkg_status status = read_lines(file, path, log, err);
    if (gzclose(file) != Z_OK && status == TKG_OK) {
        status = tkg_fail(err, TKG_INPUT, "%s: damaged", path);
    }
    if (status != TKG_OK) {
        tkg_launch_log_deinit(log);
    }
    return status;
}

void tkg_launch_log_deinit(struct tkg_launch_log *log)
{
    free(log->lines);
    *log = (struct tkg_launch_log){NULL, 0};
}

static int compare_lines(const void *a, const void *b)
{
    const struct tkg_launch_line *left = a;
    const struct tkg_launch_line *right = b;
    return left->run != right->run
               ? (left->run > right->run) - (left->run < right->run)
               : (left->number > right->number) - (left->number < right->number);
}

void tkg_launch_log_sort(struct tkg_launch_log *log)
{
    if (log->count > 0) {
        qsort(log->lines, log->count, sizeof *log->lines, compare_lines);
    }
}
