/* SPDX-License-Identifier: Apache-2.0
 *
 * A private folder inside another one: files are made in it, undisturbed by whoever else works
 * there, and come out by one rename each, so that nobody ever sees half of one.
 */
#ifndef TKG_HOST_SCRATCH_H
#define TKG_HOST_SCRATCH_H

#include <limits.h>
#include <stddef.h>

#include "base/status.h"

struct tkg_scratch {
    char folder[PATH_MAX]; /* where the files go in the end */
    char path[PATH_MAX];   /* the private folder; "" when there is none */
    int held_fd;           /* says that it is in use */
};

/* Makes the private folder, and removes those of this user that killed processes left in folder.
 * TKG_OUTPUT: folder does not exist or may not be written. */
enum tkg_status tkg_scratch_init(struct tkg_scratch *scratch, const char *folder,
                                 struct tkg_error *err) TKG_MUST_CHECK;

/* Moves every file out, over old ones of the same name. TKG_OUTPUT names the first that cannot be
 * moved; the others are moved all the same. */
enum tkg_status tkg_scratch_publish(const struct tkg_scratch *scratch,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* TKG_OUTPUT, with the reason, when a folder cannot take byte_count more bytes. For after a failure
 * of a program that does not say why. */
enum tkg_status tkg_scratch_check_room(const char *folder, size_t byte_count,
                                       struct tkg_error *err) TKG_MUST_CHECK;

/* Removes the private folder and the files that are still in it. */
void tkg_scratch_deinit(struct tkg_scratch *scratch);

#endif
