/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/file.h"
#include "plot/plot.h"
#include "report/report_scalability.h"

enum { PATH_BYTES = 4096 };

static enum tkg_status write_text(const struct tkg_text *text, const char *path,
                                  struct tkg_error *err)
{
    if (tkg_text_failed(text)) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the report %s", path);
    }
    return tkg_file_write(path, tkg_text_borrow(text), text->length, err);
}

/* The folder that path lies in must be there and take new files. */
enum tkg_status tkg_output_file_check(const char *path, struct tkg_error *err)
{
    char folder[PATH_BYTES];
    struct stat info;
    const char *slash = strrchr(path, '/');
    const size_t length = slash ? (size_t)(slash - path) : 0;
    if (strcmp(path, "-") == 0 || length >= sizeof(folder)) {
        return TKG_OK; /* an overlong path fails by itself when it is opened */
    }
    if (stat(path, &info) == 0) {
        return S_ISDIR(info.st_mode)
                   ? tkg_fail(err, TKG_OUTPUT,
                              "cannot write '%s': it is a folder; name a file in it", path)
                   : TKG_OK;
    }
    memcpy(folder, path, length);
    folder[length] = '\0';
    const char *checked = length > 0 ? folder : slash ? "/" : ".";
    return access(checked, W_OK | X_OK) == 0
               ? TKG_OK
               : tkg_fail(err, TKG_OUTPUT, "cannot write '%s': %s; check the folder '%s'", path,
                          strerror(errno), checked);
}

static enum tkg_status write_format(const struct tkg_report_input *input,
                                    const struct tkg_report_format *format, const char *path,
                                    struct tkg_error *err)
{
    struct tkg_text text;
    tkg_text_init(&text);
    enum tkg_status status = format->write(input, &text, err);
    status = status == TKG_OK ? write_text(&text, path, err) : status;
    tkg_text_deinit(&text);
    return status;
}

enum tkg_status tkg_output_report(const struct tkg_report_input *input, const char *format,
                                  const char *path, struct tkg_error *err)
{
    return write_format(input, tkg_report_format_find(format), path, err);
}

static enum tkg_status join(char *out, const char *folder, const char *name, struct tkg_error *err)
{
    int length = snprintf(out, PATH_BYTES, "%s/%s", folder, name);
    return length > 0 && length < PATH_BYTES
               ? TKG_OK
               : tkg_fail(err, TKG_OUTPUT, "path is too long: %.80s.../%s", folder, name);
}

static bool is_replay(const struct tkg_case *the_case)
{
    return strncmp(the_case->name, "replay/", strlen("replay/")) == 0;
}

/* scalability_<ticks>.json: the shape that readers of per-size reports know (capabilities, B10). */
static enum tkg_status write_size(const struct tkg_report_input *input, size_t case_index,
                                  const char *folder, struct tkg_error *err)
{
    char stem[TKG_SCALABILITY_NAME_BYTES];
    char name[TKG_SCALABILITY_NAME_BYTES + 8];
    char path[PATH_BYTES];
    struct tkg_text text;
    (void)snprintf(name, sizeof(name), "%s.json",
                   tkg_report_scalability_name(&input->summary->cases[case_index], stem));
    enum tkg_status status = join(path, folder, name, err);
    if (status != TKG_OK) {
        return status;
    }
    tkg_text_init(&text);
    status = tkg_report_scalability(input, case_index, &text, err);
    status = status == TKG_OK ? write_text(&text, path, err) : status;
    tkg_text_deinit(&text);
    return status;
}

enum tkg_status tkg_output_folder(const struct tkg_report_input *input, const char *folder,
                                  struct tkg_error *err)
{
    char path[PATH_BYTES];
    enum tkg_status status = tkg_folder_make(folder, err);
    for (const struct tkg_report_format *row = tkg_report_formats(); row->name && status == TKG_OK;
         row++) {
        status = join(path, folder, row->file_name, err);
        status = status == TKG_OK ? write_format(input, row, path, err) : status;
    }
    for (size_t i = 0; i < input->record->case_count && status == TKG_OK; i++) {
        if (is_replay(&input->record->cases[i])) {
            status = write_size(input, i, folder, err);
        }
    }
    return status;
}

enum tkg_status tkg_output_join(enum tkg_status first, struct tkg_error *err,
                                enum tkg_status second, const struct tkg_error *second_err)
{
    if (second == TKG_OK) {
        return first;
    }
    if (first == TKG_OK) {
        *err = *second_err;
        return second;
    }
    (void)fprintf(stderr, "tickgate: %s\n", second_err->text);
    return first;
}

void tkg_output_folder_clear(const char *folder)
{
    static const char *const patterns[] = {"scalability_*.json", "plots/*.png", "plots/*.svg",
                                           "plots/*.dat", "plots/*.gp"};
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        char pattern[PATH_BYTES];
        glob_t found;
        int length = snprintf(pattern, sizeof(pattern), "%s/%s", folder, patterns[i]);
        if (length < 0 || length >= (int)sizeof(pattern) || glob(pattern, 0, NULL, &found) != 0) {
            continue;
        }
        for (size_t file = 0; file < found.gl_pathc; file++) {
            (void)unlink(found.gl_pathv[file]); /* what cannot go will fail when it is written */
        }
        globfree(&found);
    }
}

enum tkg_status tkg_output_plots(const struct tkg_report_input *input, const char *folder,
                                 struct tkg_error *err)
{
    char scripts[PATH_BYTES];
    enum tkg_status status = tkg_data_folder("plots", scripts, sizeof(scripts), err);
    if (status != TKG_OK) {
        return status;
    }
    const struct tkg_plot_input plot = {
        .tool_version = input->tool_version,
        .record = input->record,
        .summary = input->summary,
        .fingerprint = input->fingerprint,
        .verdicts = input->verdicts,
        .script_folder = scripts,
        .output_folder = folder,
    };
    return tkg_plot_scalability(&plot, err);
}

enum tkg_status tkg_program_path(char *out, size_t out_bytes, struct tkg_error *err)
{
    ssize_t length = readlink("/proc/self/exe", out, out_bytes);
    if (length <= 0 || (size_t)length >= out_bytes) {
        return tkg_fail(err, TKG_SYSTEM, "cannot find the running program: is /proc mounted?");
    }
    out[length] = '\0';
    return TKG_OK;
}

/* True when base/name is a folder that can be read; out then holds it. */
static bool try_folder(const char *base, const char *name, char *out, size_t out_bytes)
{
    int length = snprintf(out, out_bytes, "%s/%s", base, name);
    return length > 0 && (size_t)length < out_bytes && access(out, R_OK | X_OK) == 0;
}

/* <prefix>/bin/tickgate -> <prefix>/share/tickgate */
static bool installed_folder(char *out, size_t out_bytes)
{
    if (tkg_program_path(out, out_bytes, NULL) != TKG_OK) {
        return false;
    }
    char *slash = strrchr(out, '/');
    static const char relative[] = "/../share/tickgate";
    if (!slash || (size_t)(slash - out) + sizeof(relative) > out_bytes) {
        return false;
    }
    memcpy(slash, relative, sizeof(relative));
    return true;
}

enum tkg_status tkg_data_folder(const char *name, char *out, size_t out_bytes,
                                struct tkg_error *err)
{
    char base[PATH_BYTES];
    const char *override = getenv("TICKGATE_DATA");
    if (override && try_folder(override, name, out, out_bytes)) {
        return TKG_OK;
    }
    if (installed_folder(base, sizeof(base)) && try_folder(base, name, out, out_bytes)) {
        return TKG_OK;
    }
    if (try_folder(TKG_SOURCE_FOLDER, name, out, out_bytes)) {
        return TKG_OK;
    }
    return tkg_fail(
        err, TKG_ENVIRONMENT,
        "the folder '%s' of tickgate's data is not found; set TICKGATE_DATA to the folder "
        "that holds it",
        name);
}
