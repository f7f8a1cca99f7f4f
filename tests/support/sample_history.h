/* SPDX-License-Identifier: Apache-2.0
 *
 * A made-up history: forty runs of one engine, half a day apart. From run 26 on they are 2 %
 * slower.
 */
#ifndef TKG_TESTS_SAMPLE_HISTORY_H
#define TKG_TESTS_SAMPLE_HISTORY_H

#include <unistd.h>

#include "base/random.h"
#include "sample_run.h"
#include "store/history.h"
#include "store/history_write.h"

enum { SAMPLE_HISTORY_RUNS = 40, SAMPLE_HISTORY_STEP = 25 };

struct sample_history {
    char path[64];
    struct tkg_history *history;
};

/* Noise of 0.3 %: the sum of twelve uniform numbers less six is close enough to normal here. */
static inline double sample_history_noise(struct tkg_random *random)
{
    double sum = -6.0;
    for (int i = 0; i < 12; i++) {
        sum += tkg_random_unit(random);
    }
    return 0.003 * sum;
}

static inline void sample_history_scale(struct sample_run *sample, double factor)
{
    struct tkg_case *replay = &sample->record.cases[2]; /* replay/1M */
    for (size_t i = 0; i < replay->trial_count; i++) {
        replay->trials[i].values[TKG_METRIC_THROUGHPUT] /= factor;
        replay->trials[i].values[TKG_METRIC_LATENCY_MEAN] *= factor;
    }
    sample->summary.cases[2].estimates[TKG_METRIC_THROUGHPUT].value /= factor;
    sample->summary.cases[2].estimates[TKG_METRIC_LATENCY_MEAN].value *= factor;
}

static inline void sample_history_add(struct sample_history *made, int index, double factor)
{
    struct sample_run sample;
    char commit[16];
    int64_t run_id;
    sample_run_init(&sample);
    sample.record.start_unix_ns += index * INT64_C(43200000000000);
    sample_history_scale(&sample, factor);
    (void)snprintf(commit, sizeof commit, "c%06d", index + 1);
    const struct tkg_history_origin origin = {commit, "main", "nightly", "0.1.0"};
    const struct tkg_history_run run = {&sample.record, &sample.summary, &sample.verdicts,
                                        &sample.fingerprint};
    TKG_ASSERT(tkg_history_add_run(made->history, &origin, &run, &run_id, NULL) == TKG_OK);
    sample_run_deinit(&sample);
}

static inline void sample_history_init(struct sample_history *made)
{
    struct tkg_random random = {26};
    (void)snprintf(made->path, sizeof made->path, "/tmp/tkg_sample_history_XXXXXX");
    const int fd = mkstemp(made->path);
    TKG_ASSERT(fd >= 0 && close(fd) == 0);
    TKG_ASSERT(tkg_history_open(made->path, &made->history, NULL) == TKG_OK);
    for (int i = 0; i < SAMPLE_HISTORY_RUNS; i++) {
        const double step = i >= SAMPLE_HISTORY_STEP ? 1.02 : 1.0;
        sample_history_add(made, i, step * (1.0 + sample_history_noise(&random)));
    }
}

static inline void sample_history_deinit(struct sample_history *made)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    tkg_history_close(made->history);
    for (size_t i = 0; i < 3; i++) {
        char path[80];
        (void)snprintf(path, sizeof path, "%s%s", made->path, ends[i]);
        (void)unlink(path);
    }
}

#endif
