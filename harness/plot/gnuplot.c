/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/gnuplot.h"

#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/child.h"
#include "host/file.h"
#include "host/scratch.h"
#include "plot/plot_data.h"

/* Drawing all ten pictures takes half a second; 60 s is a machine in trouble. */
static const int64_t TIMEOUT_NS = INT64_C(60000000000);
/* A picture of 250 sizes is 1 MB as SVG. */
static const size_t PICTURE_BYTES_MAX = 64u << 20;
/* An empty sheet is 7 KB, the smallest panel with data 30 KB (capability V01 asks for 10 kB). */
static const size_t PNG_BYTES_MIN = 10000;
/* One word: 1.6 KB with and 207 bytes without fonts (decision 0072). */
static const size_t PROBE_BYTES_MIN = 600;
/* Less room than for one picture (30 to 200 KB) is a full disk. */
enum { ROOM_BYTES = 65536 };
/* The last eight bytes of every PNG file: name and check sum of its end chunk (ISO 15948, 11.2.5).
 */
static const char PNG_END[] = "IEND\xae\x42\x60\x82";
static const char SVG_END[] = "</svg>";
enum { SCRIPTS_MAX = 16, LAST_WORDS_BYTES = 500 };

/* Only absolute folders of PATH count: a relative one would be looked up in the output folder. */
static bool find_program(const char *name, char *out, size_t out_bytes)
{
    const char *path = getenv("PATH");
    while (path && *path) {
        size_t length = strcspn(path, ":");
        int written = snprintf(out, out_bytes, "%.*s/%s", (int)length, path, name);
        if (*path == '/' && written > 0 && (size_t)written < out_bytes && access(out, X_OK) == 0) {
            return true;
        }
        path += length + (path[length] == ':');
    }
    return false;
}

/* The end of what the child wrote, without the line breaks after it. */
static const char *last_words(const struct tkg_child_outcome *outcome, int *length)
{
    size_t end = strlen(outcome->tail);
    while (end > 0 && strchr(" \n", outcome->tail[end - 1])) {
        end--;
    }
    size_t begin = end > LAST_WORDS_BYTES ? end - LAST_WORDS_BYTES : 0;
    *length = (int)(end - begin);
    return end ? outcome->tail + begin : "";
}

/* How the child ended, as a status with what to do about it. */
static enum tkg_status judge_end(const struct tkg_child_outcome *outcome, const char *folder,
                                 struct tkg_error *err)
{
    int length;
    const char *words = last_words(outcome, &length);
    switch (outcome->end) {
    case TKG_CHILD_EXITED:
        if (outcome->exit_code == 0) {
            return TKG_OK;
        }
        return tkg_fail(err, TKG_SYSTEM,
                        "gnuplot failed with exit code %d in %s; run 'gnuplot "
                        "scalability_metrics.gp' there to see all of it. Its last words: %.*s",
                        outcome->exit_code, folder, length, words);
    case TKG_CHILD_SIGNALED:
        if (outcome->signal_number == SIGXFSZ) {
            return tkg_fail(err, TKG_OUTPUT,
                            "cannot write the pictures in %s: file too large; raise the limit of "
                            "file sizes (ulimit -f)",
                            folder);
        }
        return tkg_fail(err, TKG_SYSTEM,
                        "gnuplot was killed by %s in %s; if memory is short, free some and plot "
                        "again. Its last words: %.*s",
                        tkg_signal_name(outcome->signal_number), folder, length, words);
    case TKG_CHILD_TIMED_OUT:
        return tkg_fail(err, TKG_SYSTEM,
                        "gnuplot did not finish within 60 s in %s and was ended; the data files "
                        "are there, draw them later with 'gnuplot scalability_metrics.gp'",
                        folder);
    case TKG_CHILD_INTERRUPTED:
        return tkg_fail(err, TKG_INTERRUPTED, "interrupted while gnuplot drew into %s", folder);
    }
    return tkg_fail(err, TKG_INTERNAL, "gnuplot ended in an unknown way");
}

static const char *shown_folder(const struct tkg_gnuplot_job *job)
{
    return job->shown ? job->shown : job->folder;
}

/* -d: no start-up file of the user or the site may change the pictures. */
static enum tkg_status run_scripts(const struct tkg_gnuplot_job *job, struct tkg_error *err)
{
    char program[PATH_MAX];
    const char *argv[SCRIPTS_MAX + 3] = {program, "-d"};
    static const char *const extra_env[] = {"LC_ALL=C.UTF-8", "GNUPLOT_LIB=", NULL};
    struct tkg_child_outcome outcome = {0};
    if (!find_program("gnuplot", program, sizeof(program))) {
        return tkg_fail(err, TKG_ENVIRONMENT,
                        "plots need gnuplot and no folder of PATH has it: install the package "
                        "gnuplot-nox (Debian, Ubuntu) or gnuplot; everything but plots works "
                        "without");
    }
    for (size_t i = 0; i < SCRIPTS_MAX && job->scripts[i]; i++) {
        argv[i + 2] = job->scripts[i];
    }
    const struct tkg_child_request request = {.argv = argv,
                                              .extra_env = extra_env,
                                              .directory = job->folder,
                                              .timeout_ns = TIMEOUT_NS,
                                              .cpu = -1};
    enum tkg_status status = tkg_child_run(&request, &outcome, err);
    if (status == TKG_OK) {
        status = judge_end(&outcome, shown_folder(job), err);
        tkg_child_outcome_deinit(&outcome);
    }
    return status;
}

/* The path of name + suffix in the folder (caller frees). */
static char *picture_path(const char *folder, const char *name, const char *suffix,
                          struct tkg_error *err)
{
    char file[128];
    (void)snprintf(file, sizeof(file), "%s%s", name, suffix);
    return tkg_plot_path(folder, file, err);
}

/* A picture of an earlier run must not pass for one of this. */
static enum tkg_status remove_picture(const char *folder, const char *name, const char *suffix,
                                      struct tkg_error *err)
{
    char *path = picture_path(folder, name, suffix, err);
    if (!path) {
        return TKG_NO_MEMORY;
    }
    bool is_gone = remove(path) == 0 || access(path, F_OK) != 0;
    enum tkg_status status = TKG_OK;
    if (!is_gone) {
        status = tkg_fail(err, TKG_OUTPUT, "cannot replace %s: remove it, or plot elsewhere", path);
    }
    free(path);
    return status;
}

/* The whole picture (caller frees); one that is not there is gnuplot's failure, not bad input. */
static enum tkg_status read_picture(const struct tkg_gnuplot_job *job, const char *name,
                                    const char *suffix, char **bytes, size_t *byte_count,
                                    struct tkg_error *err)
{
    char *path = picture_path(job->folder, name, suffix, err);
    if (!path) {
        return TKG_NO_MEMORY;
    }
    enum tkg_status status = tkg_file_read(path, PICTURE_BYTES_MAX, bytes, byte_count, NULL);
    if (status != TKG_OK) {
        status = tkg_fail(err, TKG_SYSTEM,
                          "gnuplot ended without an error and without %s/%s%s: is this gnuplot "
                          "built with the pngcairo and svg terminals (package gnuplot-nox)?",
                          shown_folder(job), name, suffix);
    }
    free(path);
    return status;
}

static bool ends_with(const char *bytes, size_t byte_count, const char *end, size_t end_bytes)
{
    return byte_count >= end_bytes && memcmp(bytes + byte_count - end_bytes, end, end_bytes) == 0;
}

/* gnuplot looks at no error of its writes, so a full disk or a crash elsewhere shows only here. */
static enum tkg_status fail_cut(const struct tkg_gnuplot_job *job, const char *name,
                                const char *suffix, struct tkg_error *err)
{
    return tkg_fail(err, TKG_SYSTEM,
                    "gnuplot ended without an error and %s/%s%s has no end: plot again; if that "
                    "does not help, keep the folder and report this",
                    shown_folder(job), name, suffix);
}

/* Its size and end are all that is looked at: decoding would need a library for one check. */
static enum tkg_status check_png(const struct tkg_gnuplot_job *job, const char *name,
                                 struct tkg_error *err)
{
    char *bytes;
    size_t byte_count;
    enum tkg_status status = read_picture(job, name, ".png", &bytes, &byte_count, err);
    if (status != TKG_OK) {
        return status;
    }
    bool is_whole = ends_with(bytes, byte_count, PNG_END, sizeof(PNG_END) - 1);
    free(bytes);
    if (byte_count < PNG_BYTES_MIN) {
        return tkg_fail(err, TKG_SYSTEM,
                        "%s/%s.png has only %zu bytes, less than the %zu of a picture with data: "
                        "gnuplot drew an empty panel; keep the folder and report this",
                        shown_folder(job), name, byte_count, PNG_BYTES_MIN);
    }
    return is_whole ? TKG_OK : fail_cut(job, name, ".png", err);
}

static enum tkg_status no_fonts(struct tkg_error *err, const char *what)
{
    return tkg_fail(err, TKG_ENVIRONMENT,
                    "gnuplot drew no text (%s): it found no fonts; install the package "
                    "fonts-liberation (Debian, Ubuntu) or any Liberation Sans",
                    what);
}

/* Searches the SVG for the texts that its panels must have drawn. */
static enum tkg_status check_svg(const struct tkg_gnuplot_job *job,
                                 const struct tkg_gnuplot_picture *picture, struct tkg_error *err)
{
    char *bytes;
    size_t byte_count;
    enum tkg_status status = read_picture(job, picture->name, ".svg", &bytes, &byte_count, err);
    if (status != TKG_OK) {
        return status;
    }
    for (size_t i = 0; status == TKG_OK && picture->texts[i]; i++) {
        if (!strstr(bytes, picture->texts[i])) {
            char what[160];
            (void)snprintf(what, sizeof(what), "%s.svg lacks '%.80s'", picture->name,
                           picture->texts[i]);
            status = no_fonts(err, what);
        }
    }
    for (; byte_count > 0 && bytes[byte_count - 1] == '\n'; byte_count--) {
    }
    if (status == TKG_OK && !ends_with(bytes, byte_count, SVG_END, sizeof(SVG_END) - 1)) {
        status = fail_cut(job, picture->name, ".svg", err);
    }
    free(bytes);
    return status;
}

/* Judges the one-word picture and removes it: nobody needs to see it. */
static enum tkg_status check_probe(const struct tkg_gnuplot_job *job, const char *name,
                                   struct tkg_error *err)
{
    char *bytes;
    size_t byte_count;
    enum tkg_status status = read_picture(job, name, ".png", &bytes, &byte_count, err);
    if (status != TKG_OK) {
        return status;
    }
    free(bytes);
    if (byte_count < PROBE_BYTES_MIN) {
        char what[96];
        (void)snprintf(what, sizeof(what), "a picture of one word has %zu bytes, not %zu",
                       byte_count, PROBE_BYTES_MIN);
        return no_fonts(err, what);
    }
    return remove_picture(job->folder, name, ".png", err);
}

static enum tkg_status remove_old(const struct tkg_gnuplot_job *job, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; status == TKG_OK && i < job->picture_count; i++) {
        status = remove_picture(job->folder, job->pictures[i].name, ".png", err);
        if (status == TKG_OK) {
            status = remove_picture(job->folder, job->pictures[i].name, ".svg", err);
        }
    }
    if (status == TKG_OK && job->font_probe) {
        status = remove_picture(job->folder, job->font_probe, ".png", err);
    }
    return status;
}

static enum tkg_status check_pictures(const struct tkg_gnuplot_job *job, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    if (job->font_probe) {
        status = check_probe(job, job->font_probe, err);
    }
    for (size_t i = 0; status == TKG_OK && i < job->picture_count; i++) {
        status = check_png(job, job->pictures[i].name, err);
        if (status == TKG_OK) {
            status = check_svg(job, &job->pictures[i], err);
        }
    }
    return status;
}

/* gnuplot is silent about a full disk, which shows as any of the failures above. Asked while the
 * halves of pictures that filled it are still there. */
static enum tkg_status blame_full_disk(const struct tkg_gnuplot_job *job, enum tkg_status status,
                                       struct tkg_error *err)
{
    struct tkg_error full = {.text = ""};
    if (tkg_scratch_check_room(job->folder, ROOM_BYTES, &full) == TKG_OK) {
        return status;
    }
    return tkg_fail(err, TKG_OUTPUT, "gnuplot could not write its pictures: %s", full.text);
}

enum tkg_status tkg_gnuplot_run(const struct tkg_gnuplot_job *job, struct tkg_error *err)
{
    enum tkg_status status = remove_old(job, err);
    if (status != TKG_OK) {
        return status;
    }
    status = run_scripts(job, err);
    if (status == TKG_OK) {
        status = check_pictures(job, err);
    }
    if (status == TKG_SYSTEM || status == TKG_ENVIRONMENT) {
        status = blame_full_disk(job, status, err);
    }
    if (status != TKG_OK) {
        (void)remove_old(job, NULL); /* no half of a picture is left to be believed */
    }
    return status;
}
