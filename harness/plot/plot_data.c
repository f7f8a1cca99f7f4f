/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "host/file.h"
#include "plot/plot_panel.h"
#include "plot/plot_series.h"
#include "plot/plot_speedup.h"
#include "plot/plot_words.h"

char *tkg_plot_path(const char *folder, const char *name, struct tkg_error *err)
{
    size_t bytes = strlen(folder) + strlen(name) + 2;
    char *path = malloc(bytes);
    if (!path) {
        (void)tkg_fail(err, TKG_NO_MEMORY, "plot: out of memory for the path of %s", name);
        return NULL;
    }
    (void)snprintf(path, bytes, "%s/%s", folder, name);
    return path;
}

/* Files are replaced whole: a gnuplot that runs meanwhile never sees half of one. */
static enum tkg_status write_file(const char *folder, const char *name, const struct tkg_text *text,
                                  struct tkg_error *err)
{
    if (tkg_text_failed(text)) {
        return tkg_fail(err, TKG_NO_MEMORY, "plot: out of memory for %s", name);
    }
    char *path = tkg_plot_path(folder, name, err);
    if (!path) {
        return TKG_NO_MEMORY;
    }
    enum tkg_status status = tkg_file_write(path, tkg_text_borrow(text), text->length, err);
    free(path);
    return status;
}

static enum tkg_status write_page(const struct tkg_plot_input *input,
                                  const struct tkg_plot_sweep *sweep, struct tkg_error *err)
{
    struct tkg_text text = {0};
    tkg_plot_page_write(input, sweep, &text);
    enum tkg_status status = write_file(input->output_folder, "page.dat", &text, err);
    tkg_text_deinit(&text);
    return status;
}

/* <name>.dat and <name>_frame.dat. */
static enum tkg_status write_pair(const char *folder, const char *name, const struct tkg_text *data,
                                  const struct tkg_text *frame, struct tkg_error *err)
{
    char file[64];
    (void)snprintf(file, sizeof(file), "%s.dat", name);
    enum tkg_status status = write_file(folder, file, data, err);
    if (status == TKG_OK) {
        (void)snprintf(file, sizeof(file), "%s_frame.dat", name);
        status = write_file(folder, file, frame, err);
    }
    return status;
}

static enum tkg_status write_panel(enum tkg_plot_panel panel, const struct tkg_plot_input *input,
                                   const struct tkg_plot_sweep *sweep, struct tkg_error *err)
{
    struct tkg_text data = {0}, frame = {0};
    tkg_plot_panel_write(panel, input, sweep, &data, &frame);
    enum tkg_status status =
        write_pair(input->output_folder, tkg_plot_panel_name(panel), &data, &frame, err);
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
    return status;
}

static enum tkg_status write_speedup(const struct tkg_plot_input *input,
                                     const struct tkg_plot_sweep *sweep, struct tkg_error *err)
{
    struct tkg_text data = {0}, frame = {0};
    tkg_plot_speedup_write(sweep, input->summary, input->verdicts, &data, &frame);
    enum tkg_status status = write_pair(input->output_folder, "speedup", &data, &frame, err);
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
    return status;
}

/* Both sweeps of the run; the choice says which of them is one. */
struct sweeps {
    struct tkg_plot_sweep sizes;
    struct tkg_plot_sweep threads;
    struct tkg_plot_choice choice;
};

static enum tkg_status make_sweeps(struct sweeps *sweeps, const struct tkg_plot_input *input,
                                   struct tkg_error *err)
{
    struct tkg_error unseen = {0};
    sweeps->choice.threads = tkg_plot_speedup_sweep(&sweeps->threads, input->summary);
    enum tkg_status status =
        tkg_plot_sweep_init(&sweeps->sizes, input->summary, sweeps->choice.threads ? &unseen : err);
    sweeps->choice.sizes = status == TKG_OK;
    return status == TKG_NOTHING && sweeps->choice.threads ? TKG_OK : status;
}

enum tkg_status tkg_plot_choose(const struct tkg_plot_input *input, struct tkg_plot_choice *choice,
                                struct tkg_error *err)
{
    struct sweeps sweeps;
    enum tkg_status status = make_sweeps(&sweeps, input, err);
    *choice = sweeps.choice;
    return status;
}

enum tkg_status tkg_plot_data_write(const struct tkg_plot_input *input, struct tkg_error *err)
{
    struct sweeps sweeps;
    enum tkg_status status = make_sweeps(&sweeps, input, err);
    if (status == TKG_OK) {
        status = tkg_folder_make(input->output_folder, err);
    }
    if (status == TKG_OK) {
        status = write_page(input, sweeps.choice.sizes ? &sweeps.sizes : &sweeps.threads, err);
    }
    for (int panel = 0; status == TKG_OK && sweeps.choice.sizes && panel < TKG_PLOT_PANEL_COUNT;
         panel++) {
        status = write_panel((enum tkg_plot_panel)panel, input, &sweeps.sizes, err);
    }
    return status == TKG_OK && sweeps.choice.threads ? write_speedup(input, &sweeps.threads, err)
                                                     : status;
}
