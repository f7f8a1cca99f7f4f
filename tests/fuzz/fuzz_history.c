/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a history: they are refused with a message, or everything in them can be read,
 * looked at for steps, and exported.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "host/file.h"
#include "report/history_export.h"
#include "report/history_text.h"
#include "store/history_series.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

enum { INPUT_BYTES_MAX = 262144 };

static void look_at_series(struct tkg_history *history, const char *metric, const char *case_name)
{
    struct tkg_history_series_list list;
    const struct tkg_history_question question = {.metric = metric, .case_name = case_name};
    const struct tkg_history_page page = {.newest = 10};
    if (tkg_history_series_read(history, &question, &list, NULL) != TKG_OK) {
        return;
    }
    for (size_t i = 0; i < list.series_count; i++) {
        const struct tkg_history_series *series = &list.series[i];
        struct tkg_trend trend;
        struct tkg_text out = {0};
        double *values = calloc(series->point_count, sizeof *values);
        TKG_ASSERT(values && series->point_count > 0);
        for (size_t k = 0; k < series->point_count; k++) {
            values[k] = series->points[k].value;
        }
        TKG_ASSERT(tkg_trend_find(values, series->point_count, &trend, NULL) == TKG_OK);
        tkg_history_text_trend(&question, series, &trend, &page, &out);
        tkg_text_deinit(&out);
        free(values);
    }
    tkg_history_series_deinit(&list);
}

static enum tkg_status visit_key(void *context, const char *metric, const char *case_name,
                                 struct tkg_error *err)
{
    (void)err;
    look_at_series(context, metric, case_name);
    return TKG_OK;
}

static void read_all(struct tkg_history *history)
{
    struct tkg_text out = {0};
    const struct tkg_history_page page = {.newest = 100};
    (void)!tkg_history_text_list(history, &page, &out, NULL);
    (void)!tkg_history_text_run(history, 1, false, &out, NULL);
    (void)!tkg_history_write_csv(history, &out, NULL);
    (void)!tkg_history_write_json(history, &out, NULL);
    (void)!tkg_history_series_keys(history, visit_key, history, NULL);
    (void)!tkg_history_check(history, NULL);
    tkg_text_deinit(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    struct tkg_error err = {0};
    struct tkg_history *history;
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char path[64] = "/tmp/tkg_fuzz_history_XXXXXX", name[80];
    const int fd = mkstemp(path);
    TKG_ASSERT(fd >= 0 && close(fd) == 0);
    if (byte_count <= INPUT_BYTES_MAX && tkg_file_write(path, bytes, byte_count, NULL) == TKG_OK) {
        if (tkg_history_open_existing(path, &history, &err) == TKG_OK) {
            read_all(history);
            tkg_history_close(history);
        } else {
            TKG_ASSERT(history == NULL && *err.text != '\0');
        }
    }
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        (void)snprintf(name, sizeof name, "%s%s", path, ends[i]);
        (void)unlink(name);
    }
    return 0;
}
