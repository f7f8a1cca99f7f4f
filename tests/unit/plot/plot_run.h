/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of this room share: the fixed run of sample_run.h as a plot input, sweeps of any
 * length, a folder that vanishes, eyes for SVG, and a word where gnuplot is missing.
 */
#ifndef TKG_TESTS_PLOT_RUN_H
#define TKG_TESTS_PLOT_RUN_H

#include <dirent.h>
#include <stdbool.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "host/file.h"
#include "host/program_search.h"
#include "plot/plot.h"
#include "sample_run.h"

/* The scripts of this source tree: this header is tests/unit/plot/plot_run.h in it. */
static inline const char *plot_script_folder(void)
{
    static char folder[1024];
    const char *end = strstr(__FILE__, "tests/unit/plot/");
    TKG_ASSERT(end != NULL);
    (void)snprintf(folder, sizeof(folder), "%.*splots", (int)(end - __FILE__), __FILE__);
    return folder;
}

static inline bool plot_has_gnuplot(void)
{
    return tkg_program_check("gnuplot", NULL) == TKG_OK;
}

static bool plot_was_skipped;

/* First line of a test that draws. The others run without gnuplot, too. */
static inline void plot_need_gnuplot(void)
{
    if (!plot_has_gnuplot()) {
        print_message(
            "unavailable here: gnuplot is missing; to get it: tools/install_deps bench\n");
        plot_was_skipped = true;
        skip();
    }
}

/* What main returns: 77, which ctest shows as skipped, when a test was and none failed. */
static inline int plot_exit_status(int failed_count)
{
    return failed_count == 0 && plot_was_skipped ? 77 : failed_count;
}

struct plot_run {
    struct sample_run sample;
    struct tkg_plot_input input;
    char folder[64];
};

static inline void plot_run_init(struct plot_run *run)
{
    sample_run_init(&run->sample);
    (void)tkg_string_copy(run->folder, sizeof(run->folder), "/tmp/tkg_plot_test_XXXXXX");
    TKG_ASSERT(mkdtemp(run->folder) != NULL);
    run->input = (struct tkg_plot_input){
        .tool_version = "0.1.0",
        .record = &run->sample.record,
        .summary = &run->sample.summary,
        .fingerprint = &run->sample.fingerprint,
        .verdicts = &run->sample.verdicts,
        .script_folder = plot_script_folder(),
        .output_folder = run->folder,
    };
}

/* Removes the files of a folder (none has folders in it) and the folder itself. */
static inline void plot_folder_remove(const char *folder)
{
    char path[512];
    DIR *listing = opendir(folder);
    for (struct dirent *entry = listing ? readdir(listing) : NULL; entry;
         entry = readdir(listing)) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    if (listing) {
        (void)closedir(listing);
    }
    (void)rmdir(folder);
}

static inline void plot_run_deinit(struct plot_run *run)
{
    plot_folder_remove(run->folder);
    sample_run_deinit(&run->sample);
}

/* The bytes of folder/name (caller frees); fails the test when there are none. */
static inline char *plot_read(const char *folder, const char *name)
{
    char path[512];
    static char *bytes; /* not a local: gcc 12 takes it for its own address and warns */
    size_t byte_count = 0;
    struct tkg_error err = {.text = ""};
    bytes = NULL;
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    assert_status(tkg_file_read(path, 16u << 20, &bytes, &byte_count, &err), TKG_OK, &err);
    return bytes;
}

static inline size_t plot_size(const char *folder, const char *name)
{
    char path[512], *bytes = NULL;
    size_t byte_count = 0;
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (tkg_file_read(path, 16u << 20, &bytes, &byte_count, NULL) != TKG_OK) {
        return 0;
    }
    free(bytes);
    return byte_count;
}

static inline size_t plot_count(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

/* A sweep of its own: replay cases that all have the estimates of replay/10K of the sample run. */
enum { PLOT_SWEEP_MAX = 600 };
struct plot_sweep_run {
    struct plot_run run;
    struct tkg_case cases[PLOT_SWEEP_MAX];
    struct tkg_case_summary summaries[PLOT_SWEEP_MAX];
    struct tkg_summary summary;
    struct tkg_verdict_list verdicts;
};

/* Sizes from 1,000 up, evenly on a logarithmic scale to last_ticks. */
static inline void plot_sweep_run_init(struct plot_sweep_run *run, size_t count, double last_ticks)
{
    TKG_ASSERT(count <= PLOT_SWEEP_MAX);
    plot_run_init(&run->run);
    for (size_t i = 0; i < count; i++) {
        double share = count > 1 ? (double)i / (double)(count - 1) : 0.0;
        run->cases[i] = run->run.sample.record.cases[0];
        run->cases[i].tick_count = (uint64_t)llround(1000.0 * pow(last_ticks / 1000.0, share));
        (void)snprintf(run->cases[i].name, sizeof(run->cases[i].name), "replay/%zu", i);
        run->summaries[i] = run->run.sample.summary.cases[0];
        run->summaries[i].source = &run->cases[i];
    }
    run->summary = run->run.sample.summary;
    run->summary.cases = run->summaries;
    run->summary.case_count = count;
    run->summary.efficiency_reference = 0;
    run->verdicts = (struct tkg_verdict_list){.verdicts = NULL};
    run->run.input.summary = &run->summary;
    run->run.input.verdicts = &run->verdicts;
}

static inline void plot_sweep_run_deinit(struct plot_sweep_run *run)
{
    plot_run_deinit(&run->run);
}

#endif
