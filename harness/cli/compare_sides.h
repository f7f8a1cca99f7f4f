/* SPDX-License-Identifier: Apache-2.0
 *
 * The two sides of a comparison: from what the user wrote to files that can be arms.
 */
#ifndef TKG_CLI_COMPARE_SIDES_H
#define TKG_CLI_COMPARE_SIDES_H

#include <stdbool.h>

#include "base/status.h"
#include "host/scratch.h"
#include "sample/comparison_record.h"

/* text  a shared object, several with commas between them, or a folder: then every .so in it, by
 * name TKG_USAGE: nothing there, or too many. TKG_INPUT: no such file. */
enum tkg_status tkg_compare_side_read(struct tkg_side *side, const char *text,
                                      struct tkg_error *err) TKG_MUST_CHECK;

/* A side that is a command: split and looked for, not run. TKG_USAGE, TKG_INPUT, TKG_NO_MEMORY */
enum tkg_status tkg_compare_command_read(struct tkg_side *side, const char *command,
                                         struct tkg_error *err) TKG_MUST_CHECK;

/* No two files of the sides may be the same, byte for byte: base and head would be one build, which
 * says nothing about a change, and within a side it would not be two layouts.
 * TKG_USAGE: two are, with both names; TKG_INPUT: one cannot be read. cost: reads every file once
 */
enum tkg_status tkg_compare_sides_check_apart(const struct tkg_side *base,
                                              const struct tkg_side *head,
                                              struct tkg_error *err) TKG_MUST_CHECK;

/* Two files of the sides that are the same, byte for byte. */
struct tkg_same_files {
    const char *earlier; /* borrowed from the sides; NULL: there are none */
    const char *later;
    bool is_of_one_side;
};

/* Looks for two. TKG_INPUT: a file cannot be read. cost: reads every file once */
enum tkg_status tkg_compare_sides_find_same(const struct tkg_side *base,
                                            const struct tkg_side *head,
                                            struct tkg_same_files *same,
                                            struct tkg_error *err) TKG_MUST_CHECK;

/* Adds private copies of a side's files, in the scratch folder, until it has file_count_min: no two
 * arms may be one file, for one file loaded twice is one engine with one predictor history. Copies
 * share their layout: layout_count stays what it was.
 * word  begins the names of the copies
 * TKG_OUTPUT */
enum tkg_status tkg_compare_side_complete(struct tkg_side *side, const char *word,
                                          uint32_t file_count_min,
                                          const struct tkg_scratch *scratch,
                                          struct tkg_error *err) TKG_MUST_CHECK;

#endif
