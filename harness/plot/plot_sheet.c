/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/check.h"
#include "host/file.h"
#include "host/scratch.h"
#include "plot/plot_data.h"
#include "plot/plot_text.h"

enum { PICTURES_MAX = 8, NAME_BYTES = 64, SCRIPT_BYTES_MAX = 1 << 20 };

/* What every picture loads. */
static const char *const shared_scripts[] = {"style.gp", "canvas.gp", "frame.gp", "single.gp",
                                             "font_probe.gp"};

static enum tkg_status write_file(const char *folder, const struct tkg_plot_file *file,
                                  struct tkg_error *err)
{
    if (tkg_text_failed(file->text)) {
        return tkg_fail(err, TKG_NO_MEMORY, "plot: out of memory for %s", file->name);
    }
    char *path = tkg_plot_path(folder, file->name, err);
    if (!path) {
        return TKG_NO_MEMORY;
    }
    enum tkg_status status =
        tkg_file_write(path, tkg_text_borrow(file->text), file->text->length, err);
    free(path);
    return status;
}

static enum tkg_status copy_bytes(const char *from, const char *to, struct tkg_error *err)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    enum tkg_status status = tkg_file_read(from, SCRIPT_BYTES_MAX, &bytes, &byte_count, err);
    if (status != TKG_OK) {
        return tkg_fail_prefix(err, "the plot scripts are not where they should be");
    }
    status = tkg_file_write(to, bytes, byte_count, err);
    free(bytes);
    return status;
}

static enum tkg_status copy_script(const char *from_folder, const char *to_folder, const char *name,
                                   struct tkg_error *err)
{
    enum tkg_status status = TKG_NO_MEMORY;
    char *from = tkg_plot_path(from_folder, name, err);
    char *to = tkg_plot_path(to_folder, name, err);
    if (from && to) {
        status = copy_bytes(from, to, err);
    }
    free(from);
    free(to);
    return status;
}

static enum tkg_status make_files(const struct tkg_plot_sheet *sheet,
                                  const struct tkg_scratch *scratch, struct tkg_error *err)
{
    char names[PICTURES_MAX][NAME_BYTES];
    const char *scripts[PICTURES_MAX + 2] = {"font_probe.gp"};
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; status == TKG_OK && i < sheet->file_count; i++) {
        status = write_file(scratch->path, &sheet->files[i], err);
    }
    for (size_t i = 0; status == TKG_OK && i < sizeof shared_scripts / sizeof shared_scripts[0];
         i++) {
        status = copy_script(sheet->script_folder, scratch->path, shared_scripts[i], err);
    }
    for (size_t i = 0; status == TKG_OK && i < sheet->picture_count; i++) {
        (void)snprintf(names[i], sizeof names[i], "%s.gp", sheet->pictures[i].name);
        scripts[1 + i] = names[i];
        status = copy_script(sheet->script_folder, scratch->path, names[i], err);
    }
    const struct tkg_gnuplot_job job = {
        .folder = scratch->path,
        .shown = scratch->folder,
        .scripts = scripts,
        .pictures = sheet->pictures,
        .picture_count = sheet->picture_count,
        .font_probe = "font_probe",
    };
    return status == TKG_OK ? tkg_gnuplot_run(&job, err) : status;
}

/* Old pictures beside new data would be taken for theirs. */
static void remove_pictures(const struct tkg_plot_sheet *sheet)
{
    static const char *const suffixes[] = {"png", "svg"};
    for (size_t i = 0; i < 2 * sheet->picture_count; i++) {
        char name[NAME_BYTES + 8];
        (void)snprintf(name, sizeof name, "%s.%s", sheet->pictures[i / 2].name, suffixes[i % 2]);
        char *path = tkg_plot_path(sheet->output_folder, name, NULL);
        if (path) {
            (void)unlink(path);
        }
        free(path);
    }
}

enum tkg_status tkg_plot_sheet_draw(const struct tkg_plot_sheet *sheet, struct tkg_error *err)
{
    struct tkg_scratch scratch;
    TKG_ASSERT(sheet->picture_count <= PICTURES_MAX);
    enum tkg_status status = tkg_folder_make(sheet->output_folder, err);
    if (status == TKG_OK) {
        status = tkg_scratch_init(&scratch, sheet->output_folder, err);
    }
    if (status != TKG_OK) {
        return status;
    }
    status = make_files(sheet, &scratch, err);
    if (status != TKG_OK) {
        remove_pictures(sheet);
    }
    enum tkg_status published = tkg_scratch_publish(&scratch, status == TKG_OK ? err : NULL);
    tkg_scratch_deinit(&scratch);
    return status == TKG_OK ? published : status;
}

void tkg_plot_page_add(struct tkg_text *page, int role, int colour, const char *text,
                       size_t columns_max)
{
    tkg_text_addf(page, "%d\t%d\t", role, colour);
    tkg_plot_text_add(page, text, columns_max);
    tkg_text_add(page, "\n");
}

void tkg_plot_add_number(struct tkg_text *out, double number)
{
    if (isfinite(number)) {
        tkg_text_addf(out, "\t%.9g", number);
    } else {
        tkg_text_add(out, "\tNaN"); /* printf may write "-nan" or "inf" */
    }
}
