/* SPDX-License-Identifier: Apache-2.0
 *
 * Starts a child process with three pipes. Private to this room: child.h is the door.
 */
#ifndef TKG_HOST_CHILD_START_H
#define TKG_HOST_CHILD_START_H

#include <sys/types.h>

#include "base/status.h"
#include "host/child.h"

/* A started child, and the parent's ends of its pipes: close-on-exec, non-blocking. */
struct tkg_child_process {
    pid_t pid;     /* leads a process group of the same number */
    int exit_fd;   /* pidfd: readable once the child has ended; -1 on kernels before 5.3 */
    int input_fd;  /* writes to its standard input; -1 when the request has no input */
    int result_fd; /* reads what it writes to descriptor 3 */
    int tail_fd;   /* reads its standard output and error */
};

/* All signals of the calling thread must be blocked. On failure (TKG_SYSTEM, TKG_NO_MEMORY;
 * TKG_USAGE: no such CPU) nothing is left open or running.
 * cost: see docs/decisions/0011-child-start.md */
enum tkg_status tkg_child_start(const struct tkg_child_request *request,
                                struct tkg_child_process *child,
                                struct tkg_error *err) TKG_MUST_CHECK;

/* Closes *fd unless it is -1, and makes it -1. */
void tkg_child_close(int *fd);

#endif
