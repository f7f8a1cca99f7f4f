/* SPDX-License-Identifier: Apache-2.0
 *
 * A file that appears under its name only when it is whole. Private to gbench_json.c.
 */
#ifndef TKG_GBENCH_JSON_FILE_H
#define TKG_GBENCH_JSON_FILE_H

#include <stdbool.h>
#include <stdio.h>

struct tkg_gbench_file {
    FILE *stream;       /* NULL when closed */
    char *path;         /* where it shall appear; owned; NULL for standard output */
    char *partial_path; /* where it is until then; owned; NULL when written in place */
};

/* path NULL or "-": standard output. False, with a message on standard error, when it cannot be
 * made; file is closed then. */
bool tkg_gbench_file_open(struct tkg_gbench_file *file, const char *path);
/* Makes it appear. False, with a message, when some byte did not get there: nothing appears. */
bool tkg_gbench_file_commit(struct tkg_gbench_file *file);
/* Leaves nothing behind; after a commit it only closes. */
void tkg_gbench_file_discard(struct tkg_gbench_file *file);

#endif
