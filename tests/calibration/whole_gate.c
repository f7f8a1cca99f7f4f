/* SPDX-License-Identifier: Apache-2.0 */
#include "whole_gate.h"

#include <errno.h>
#include <ftw.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/child.h"
#include "host/clock.h"
#include "host/file.h"
#include "noisy_neighbour.h"

enum { RECEIPT_BYTES_MAX = 256 << 20, FOLDERS_OPEN = 8, NEIGHBOUR_COUNT = 2 };

static const int64_t timeout_ns = INT64_C(1800000000000);

/* What a run needs on disk. */
struct workplace {
    char folder[PATH_MAX];
    char base[PATH_MAX];
    char head[PATH_MAX];
    char receipt[PATH_MAX];
};

static enum tkg_status make_workplace(struct workplace *place, struct tkg_error *err)
{
    const char *temporary = getenv("TMPDIR");
    (void)snprintf(place->folder, sizeof place->folder, "%.3000s/tickgate-calibration-XXXXXX",
                   temporary && *temporary ? temporary : P_tmpdir);
    if (!mkdtemp(place->folder)) {
        return tkg_fail(err, TKG_OUTPUT, "%s: %s", place->folder, strerror(errno));
    }
    (void)snprintf(place->base, sizeof place->base, "%.4000s/base", place->folder);
    (void)snprintf(place->head, sizeof place->head, "%.4000s/head", place->folder);
    (void)snprintf(place->receipt, sizeof place->receipt, "%.4000s/receipt.json", place->folder);
    return TKG_OK;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static void remove_workplace(const struct workplace *place)
{
    (void)nftw(place->folder, remove_entry, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

/* <side>/<pool>/<file> leads to the file: what the gate file's cases are looked for below. */
static enum tkg_status link_side(const struct tkg_side *side, const char *folder, const char *pool,
                                 struct tkg_error *err)
{
    char below[PATH_MAX];
    (void)snprintf(below, sizeof below, "%.3000s/%.200s", folder, pool);
    enum tkg_status status = tkg_folder_make(below, err);
    for (uint32_t i = 0; i < side->path_count && status == TKG_OK; i++) {
        char target[PATH_MAX];
        char path[PATH_MAX + NAME_MAX];
        const char *name = strrchr(side->paths[i], '/');
        (void)snprintf(path, sizeof path, "%s%s", below, name ? name : "/engine.so");
        if (!realpath(side->paths[i], target) || symlink(target, path) != 0) {
            status = tkg_fail(err, TKG_OUTPUT, "%s: %s", path, strerror(errno));
        }
    }
    return status;
}

static enum tkg_status lay_out_pool(const struct tkg_gate_run *run, size_t pool, uint64_t seed,
                                    const struct workplace *place, struct tkg_error *err)
{
    struct tkg_comparison_record record;
    const char *name = run->pool_names[pool];
    tkg_comparison_record_init(&record);
    enum tkg_status status = tkg_layout_pool_draw(
        &run->base[pool], &run->base[pool], run->experiment->layout_count, seed, &record, err);
    status = status == TKG_OK ? link_side(&record.base, place->base, name, err) : status;
    status = status == TKG_OK ? link_side(&record.head, place->head, name, err) : status;
    tkg_comparison_record_deinit(&record);
    return status;
}

static enum tkg_status lay_out(const struct tkg_gate_run *run, uint64_t seed,
                               const struct workplace *place, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t pool = 0; pool < run->pool_count && status == TKG_OK; pool++) {
        status = lay_out_pool(run, pool, seed, place, err);
    }
    return status;
}

static void set_outcome(const struct tkg_child_outcome *child, struct tkg_run_row *row)
{
    static const char *const words[] = {"pass", "regression", NULL, "inconclusive"};
    const bool is_known = child->end == TKG_CHILD_EXITED && child->exit_code >= 0 &&
                          child->exit_code <= 3 && words[child->exit_code];
    if (is_known) {
        (void)snprintf(row->outcome, sizeof row->outcome, "%s", words[child->exit_code]);
    } else if (child->end == TKG_CHILD_EXITED) {
        (void)snprintf(row->outcome, sizeof row->outcome, "exit %d", child->exit_code);
    } else {
        (void)snprintf(row->outcome, sizeof row->outcome, "%s",
                       child->end == TKG_CHILD_SIGNALED ? tkg_signal_name(child->signal_number)
                                                        : "timed out");
    }
}

static enum tkg_status play(const struct tkg_gate_run *run, const struct workplace *place,
                            struct tkg_run_row *row, struct tkg_text *receipt,
                            struct tkg_error *err)
{
    char seed[32];
    struct tkg_child_outcome child;
    (void)snprintf(seed, sizeof seed, "%" PRIu64, row->seed);
    const char *const argv[] = {run->tickgate_path,
                                "gate",
                                run->experiment->gate_file,
                                "--base",
                                place->base,
                                "--head",
                                place->head,
                                "--seed",
                                seed,
                                "--receipt",
                                place->receipt,
                                "--quiet",
                                NULL};
    const struct tkg_child_request request = {
        .argv = argv, .result_bytes_max = 1, .timeout_ns = timeout_ns, .cpu = run->cpu};
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    row->start_s = tkg_clock_unix_ns() / 1000000000;
    enum tkg_status status = tkg_child_run(&request, &child, err);
    row->seconds = (double)(tkg_clock_monotonic_ns() - begin_ns) * 1e-9;
    if (status != TKG_OK) {
        return status;
    }
    set_outcome(&child, row);
    if (child.end == TKG_CHILD_INTERRUPTED) {
        status = tkg_fail(err, TKG_INTERRUPTED, "interrupted in a gate");
    }
    tkg_text_addf(receipt, "%s", child.tail);
    tkg_child_outcome_deinit(&child);
    return status;
}

/* A gate that was refused before it measured has none; its last words are there already. */
static void add_receipt(const struct workplace *place, struct tkg_text *receipt)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    struct tkg_error ignored = {0};
    if (tkg_file_read(place->receipt, RECEIPT_BYTES_MAX, &bytes, &byte_count, &ignored) == TKG_OK) {
        tkg_text_reset(receipt);
        tkg_text_add_bytes(receipt, bytes, byte_count);
    }
    free(bytes);
}

enum tkg_status tkg_whole_gate_run(const struct tkg_gate_run *run, struct tkg_run_row *row,
                                   struct tkg_text *receipt, struct tkg_error *err)
{
    struct workplace place;
    struct tkg_neighbours neighbours = {.count = 0};
    enum tkg_status status = make_workplace(&place, err);
    if (status != TKG_OK) {
        return status;
    }
    tkg_run_row_clear(row);
    status = lay_out(run, row->seed, &place, err);
    if (status == TKG_OK && row->is_loaded) {
        status = tkg_neighbours_start(&neighbours, NEIGHBOUR_COUNT, row->seed, err);
    }
    status = status == TKG_OK ? play(run, &place, row, receipt, err) : status;
    tkg_neighbours_stop(&neighbours);
    if (status == TKG_OK) {
        add_receipt(&place, receipt);
    }
    remove_workplace(&place);
    return status;
}
