/* SPDX-License-Identifier: Apache-2.0
 *
 * One stream of gate runs, pinned to a CPU: as long as there is time, the next run of the
 * experiment that has had the least of its share. So all experiments advance together, and what the
 * machine does meanwhile meets all of them.
 */
#ifndef TKG_CALIBRATION_RUN_STREAM_H
#define TKG_CALIBRATION_RUN_STREAM_H

#include "base/status.h"
#include "experiment.h"

enum { TKG_STREAM_EXPERIMENT_MAX = 32 };

struct tkg_run_stream {
    const char *program_path;
    const char *tickgate_path; /* NULL: experiments with a gate file are left out */
    const char *layout_folder; /* holds the pools */
    const char *data_folder;
    const char *commit;
    uint64_t seed;
    double seconds;   /* no run is begun later */
    uint32_t run_max; /* of each experiment in this call, by this stream; 0: no such limit */
    uint32_t number;  /* of this stream */
    uint32_t count;   /* of streams: run r belongs to stream r % count */
    int cpu;          /* -1: not pinned */
    const struct tkg_experiment *experiments[TKG_STREAM_EXPERIMENT_MAX];
    size_t experiment_count;
};

/* Goes on where the files in data_folder end. TKG_INTERRUPTED: stopped by a signal; all runs that
 * were complete are kept. */
enum tkg_status tkg_run_stream(const struct tkg_run_stream *stream,
                               struct tkg_error *err) TKG_MUST_CHECK;

/* "<folder>/<experiment>.tsv", and of the launches "<folder>/<experiment>.launches.tsv". */
void tkg_raw_path(char *path, size_t path_bytes, const char *folder, const char *experiment,
                  const char *kind);

#endif
