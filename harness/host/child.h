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
    const char *const *argv;      /* NULL-terminated; argv[0] is the path (without '/': see PATH) */
    const char *const *extra_env; /* "NAME=value", NULL-terminated; overrides ours; may be NULL */
    const char *directory;        /* working directory, or NULL */
    const void *input;            /* may be NULL: /dev/null; it need not read all of it */
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
    int64_t cpu_ns;        /* user and system, of the child and what it waited for (wait4) */
    int64_t max_rss_bytes; /* ru_maxrss of wait4: never below OUR peak when it was started, for
                              Linux carries that over exec; a child that can should report its own
                              tkg_rss_bytes_peak() */
};

/* Starts, feeds, drains, waits. How the child ended is in *outcome, not a failure. It gets no
 * descriptor but 0 to 3, default signal handlers and a process group of its own; it dies with the
 * calling thread; whatever it leaves running in its group is killed at its end. When
 * tkg_interrupt_requested() is true already, nothing is started (INTERRUPTED).
 * returns  TKG_OK; TKG_SYSTEM: it cannot be started; TKG_ENGINE_ERROR: more than result_bytes_max
 *          came; TKG_NO_MEMORY. On failure it is gone and *outcome holds no result.
 * threads  any; Ctrl-C is noticed at once only in a single-threaded caller
 * cost     about 1 ms from start to end for an empty program (docs/decisions/0011) */
enum tkg_status tkg_child_run(const struct tkg_child_request *request,
                              struct tkg_child_outcome *outcome,
                              struct tkg_error *err) TKG_MUST_CHECK;
void tkg_child_outcome_deinit(struct tkg_child_outcome *outcome);

/* "SIGSEGV" for 11, "signal 77" when unknown (static buffer per thread). */
const char *tkg_signal_name(int signal_number);

/* Ctrl-C: install once; the first SIGINT, SIGTERM or SIGHUP (a terminal that was closed) makes
 * requested() true, the second ends the program. A signal that was ignored when the program started
 * (background jobs) stays ignored. */
void tkg_interrupt_install(void);
int tkg_interrupt_requested(void); /* the signal number, or 0 */

#endif
