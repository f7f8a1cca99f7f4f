/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "host/file.h"
#include "host/scratch.h"
#include "plot/gnuplot.h"
#include "plot/plot_data.h"

/* Everything that draws lies beside the data afterwards, so that a user can change a script and run
 * it there again. */
static const char *const script_files[] = {
    "style.gp",       "canvas.gp",     "frame.gp",
    "single.gp",      "throughput.gp", "latency.gp",
    "time_memory.gp", "efficiency.gp", "scalability_metrics.gp",
    "font_probe.gp",  "speedup.gp",
};

/* One text per panel shows that it was drawn and that its text was. */
static const char *const throughput_texts[] = {"Throughput, higher is better", NULL};
static const char *const latency_texts[] = {"Latency per tick, lower is better", NULL};
static const char *const time_memory_texts[] = {"Total time of one replay", "Peak memory", NULL};
static const char *const efficiency_texts[] = {"Scaling efficiency, higher is better", NULL};
static const char *const sheet_texts[] = {
    "Throughput, higher is better",
    "Latency per tick, lower is better",
    "Total time of one replay",
    "Peak memory",
    "Scaling efficiency, higher is better",
    NULL,
};

static const char *const speedup_texts[] = {"Speed-up over threads, higher is better", NULL};

enum { SIZE_PICTURE_COUNT = 5, PICTURE_COUNT = 6 };

/* Those over sizes first; <name>.gp makes <name>.png and <name>.svg. */
static const struct tkg_gnuplot_picture pictures[PICTURE_COUNT] = {
    {"scalability_metrics", sheet_texts}, {"throughput", throughput_texts},
    {"latency", latency_texts},           {"time_memory", time_memory_texts},
    {"efficiency", efficiency_texts},     {"speedup", speedup_texts},
};

/* The largest script has 3 KB; a megabyte is somebody else's file. */
static const size_t SCRIPT_BYTES_MAX = 1u << 20;

/* Scripts may be installed read-only; the copies belong to the user. */
static enum tkg_status copy_file(const char *from, const char *to, struct tkg_error *err)
{
    char *bytes;
    size_t byte_count;
    enum tkg_status status = tkg_file_read(from, SCRIPT_BYTES_MAX, &bytes, &byte_count, err);
    if (status != TKG_OK) {
        return tkg_fail_prefix(err, "the plot scripts are not where they should be");
    }
    status = tkg_file_write(to, bytes, byte_count, err);
    free(bytes);
    return status;
}

static enum tkg_status copy_script(const struct tkg_plot_input *input, const char *name,
                                   struct tkg_error *err)
{
    enum tkg_status status = TKG_NO_MEMORY;
    char *from = tkg_plot_path(input->script_folder, name, err);
    char *to = tkg_plot_path(input->output_folder, name, err);
    if (from && to) {
        status = copy_file(from, to, err);
    }
    free(from);
    free(to);
    return status;
}

/* One gnuplot for all pictures: starting it costs as much as drawing one of them. */
static enum tkg_status draw(const struct tkg_scratch *scratch, const struct tkg_plot_choice *choice,
                            struct tkg_error *err)
{
    size_t first = choice->sizes ? 0 : SIZE_PICTURE_COUNT;
    size_t end = choice->threads ? PICTURE_COUNT : SIZE_PICTURE_COUNT;
    char names[PICTURE_COUNT][64];
    const char *scripts[PICTURE_COUNT + 2] = {"font_probe.gp"};
    for (size_t i = first; i < end; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "%s.gp", pictures[i].name);
        scripts[1 + i - first] = names[i];
    }
    const struct tkg_gnuplot_job job = {
        .folder = scratch->path,
        .shown = scratch->folder,
        .scripts = scripts,
        .pictures = pictures + first,
        .picture_count = end - first,
        .font_probe = "font_probe",
    };
    return tkg_gnuplot_run(&job, err);
}

/* Data, scripts and pictures, all in the private folder. */
static enum tkg_status make_files(const struct tkg_plot_input *input,
                                  const struct tkg_plot_choice *choice,
                                  const struct tkg_scratch *scratch, struct tkg_error *err)
{
    struct tkg_plot_input inside = *input;
    inside.output_folder = scratch->path;
    enum tkg_status status = tkg_plot_data_write(&inside, err);
    for (size_t i = 0; status == TKG_OK && i < sizeof(script_files) / sizeof(script_files[0]);
         i++) {
        status = copy_script(&inside, script_files[i], err);
    }
    return status == TKG_OK ? draw(scratch, choice, err) : status;
}

/* Old pictures beside new data would be taken for theirs. */
static void remove_pictures(const char *folder, size_t first, size_t end)
{
    static const char *const suffixes[] = {"png", "svg"};
    for (size_t i = 2 * first; i < 2 * end; i++) {
        char name[64];
        (void)snprintf(name, sizeof(name), "%s.%s", pictures[i / 2].name, suffixes[i % 2]);
        char *path = tkg_plot_path(folder, name, NULL);
        if (path) {
            (void)unlink(path);
        }
        free(path);
    }
}

/* All after a failure; else those that this run has no figures for. */
static void remove_old_pictures(const char *folder, const struct tkg_plot_choice *choice,
                                bool has_failed)
{
    if (has_failed || !choice->sizes) {
        remove_pictures(folder, 0, SIZE_PICTURE_COUNT);
    }
    if (has_failed || !choice->threads) {
        remove_pictures(folder, SIZE_PICTURE_COUNT, PICTURE_COUNT);
    }
}

/* What was made before a failure comes out as well: a user may look at it, or draw it later. */
enum tkg_status tkg_plot_scalability(const struct tkg_plot_input *input, struct tkg_error *err)
{
    struct tkg_plot_choice choice;
    struct tkg_scratch scratch;
    enum tkg_status status = tkg_plot_choose(input, &choice, err);
    if (status == TKG_OK) { /* there is something to plot */
        status = tkg_folder_make(input->output_folder, err);
    }
    if (status == TKG_OK) {
        status = tkg_scratch_init(&scratch, input->output_folder, err);
    }
    if (status != TKG_OK) {
        return status;
    }
    status = make_files(input, &choice, &scratch, err);
    remove_old_pictures(input->output_folder, &choice, status != TKG_OK);
    enum tkg_status published = tkg_scratch_publish(&scratch, status == TKG_OK ? err : NULL);
    tkg_scratch_deinit(&scratch);
    return status == TKG_OK ? published : status;
}
