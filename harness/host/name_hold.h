/* SPDX-License-Identifier: Apache-2.0
 *
 * Temporary names outlive a process that is killed. Each is held by a lock on its file or folder
 * while its process lives, so that whoever comes next can tell what was abandoned and remove it:
 * across containers and reboots, too, where process numbers say nothing. Decision 0168.
 */
#ifndef TKG_HOST_NAME_HOLD_H
#define TKG_HOST_NAME_HOLD_H

#include <stdbool.h>

/* Holds path, just made and open as fd, until fd and its duplicates are closed.
 * returns  false: it was taken for abandoned in the moment since it was made, and is gone; make
 *          another. On a file system without locks true: nothing is ever abandoned there.
 * cost     three system calls */
bool tkg_name_hold(int fd, const char *path);

/* Is path, open as fd, held by nobody? Then fd holds it, and it may be removed before fd is
 * closed. */
bool tkg_name_take_abandoned(int fd, const char *path);

#endif
