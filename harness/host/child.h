/* SPDX-License-Identifier: Apache-2.0
 *
 * Run a program as a child: bytes in on its standard input, bytes out on file descriptor 3, its
 * standard output and error kept as a tail for messages, a time-out that kills the whole process
 * group.
 */
#ifndef TKG_HOST_CHILD_H
#define TKG_HOST_CHILD_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { TKG_CHILD_TAIL_BYTES = 2048, TKG_CHILD_RESULT_FD = 3 };

enum tkg_child_end {
    TKG_CHILD_EXITED,
    TKG_CHILD_SIGNALED,
    TKG_CHILD_TIMED_OUT,
    TKG_CHILD_INTERRUPTED, /* tkg_interrupt_requested() turned true; the child was killed */
};

struct tkg_child_request {
    const char *const *argv;      /* argv[0] is the path; NULL-terminated */
    const char *const *extra_env; /* "NAME=value", NULL-terminated; may be NULL */
    const char *directory;        /* working directory, or NULL */
    const void *input;            /* may be NULL */
    size_t input_bytes;
    size_t result_bytes_max; /* more than this on descriptor 3 is an error */
    int64_t timeout_ns;      /* > 0 */
    int cpu;                 /* pin to this CPU before exec; -1: do not */
};

struct tkg_child_outcome {
    enum tkg_child_end end;
    int exit_code;     /* EXITED */
    int signal_number; /* SIGNALED */
    uint8_t *result;   /* owned; NULL when nothing came */
    size_t result_bytes;
    char tail[TKG_CHILD_TAIL_BYTES]; /* the last bytes of stdout and stderr together, printable */
    int64_t wall_ns;
    int64_t max_rss_bytes; /* ru_maxrss of wait4 */
};

/* Starts, feeds, drains, waits. TKG_SYSTEM when the child cannot be started; how it ended otherwise
 * is in *outcome, not a failure. No descriptor but 0-3 leaks into the child. */
enum tkg_status tkg_child_run(const struct tkg_child_request *request,
                              struct tkg_child_outcome *outcome,
                              struct tkg_error *err) TKG_MUST_CHECK;
void tkg_child_outcome_deinit(struct tkg_child_outcome *outcome);

/* "SIGSEGV" for 11, "signal 77" when unknown (static buffer per thread). */
const char *tkg_signal_name(int signal_number);

/* Ctrl-C: install once; the first SIGINT or SIGTERM makes requested() true, the second ends the
 * program. */
void tkg_interrupt_install(void);
int tkg_interrupt_requested(void); /* the signal number, or 0 */

#endif
