/* SPDX-License-Identifier: Apache-2.0
 *
 * Layouts of one engine in a folder, and which of them a run gets: every run draws its own, so that
 * what is counted over runs is not the luck of one set of files.
 */
#ifndef TKG_CALIBRATION_LAYOUT_POOL_H
#define TKG_CALIBRATION_LAYOUT_POOL_H

#include <stdint.h>

#include "base/status.h"
#include "sample/comparison_record.h"

enum { TKG_POOL_MAX = 2048, TKG_POOL_PATH_BYTES = TKG_RECORD_TEXT_BYTES };

struct tkg_layout_pool {
    char (*paths)[TKG_POOL_PATH_BYTES]; /* owned; by name */
    uint32_t count;
};

/* Every .so of `folder`. TKG_INPUT: none, or no such folder; TKG_USAGE: more than TKG_POOL_MAX. */
enum tkg_status tkg_layout_pool_read(struct tkg_layout_pool *pool, const char *folder,
                                     struct tkg_error *err) TKG_MUST_CHECK;
void tkg_layout_pool_deinit(struct tkg_layout_pool *pool);

/* Fills the sides of `record` with `count` layouts each, drawn by seed; where both sides come from
 * one pool no file is on both. The names of the sides are left alone.
 * TKG_USAGE: the pools have not so many. */
enum tkg_status tkg_layout_pool_draw(const struct tkg_layout_pool *base,
                                     const struct tkg_layout_pool *head, uint32_t count,
                                     uint64_t seed, struct tkg_comparison_record *record,
                                     struct tkg_error *err) TKG_MUST_CHECK;

#endif
