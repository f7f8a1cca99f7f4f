/* SPDX-License-Identifier: Apache-2.0
 *
 * Failures: the world said no. Functions that can fail return enum tkg_status and take a trailing
 * struct tkg_error (may be NULL) that holds the whole message: what, where, what to do next.
 * A missed target is not a failure; it is a verdict value. A bug asserts (check.h).
 */
#ifndef TKG_BASE_STATUS_H
#define TKG_BASE_STATUS_H

#include <stdarg.h>

/* name, process exit code (the table of README.md), short text */
#define TKG_STATUSES(X)                                                                            \
    X(OK, 0, "ok")                                                                                 \
    X(USAGE, 2, "usage error")                                                                     \
    X(CONFIG, 2, "configuration error")                                                            \
    X(INPUT, 2, "unreadable input")                                                                \
    X(OUTPUT, 2, "cannot write output")                                                            \
    X(TOO_FEW, 3, "too few samples")                                                               \
    X(INVALID, 3, "invalid measurement")                                                           \
    X(ENGINE_LOAD, 4, "engine cannot be loaded")                                                   \
    X(ENGINE_CRASH, 4, "engine crashed")                                                           \
    X(ENGINE_TIMEOUT, 4, "engine timed out")                                                       \
    X(ENGINE_ERROR, 4, "engine reported an error")                                                 \
    X(ENGINE_COUNT, 4, "engine processed a wrong number of ticks")                                 \
    X(ENGINE_DIGEST, 4, "engine digest differs")                                                   \
    X(NOTHING, 5, "nothing measured")                                                              \
    X(ENVIRONMENT, 6, "environment refused")                                                       \
    X(NO_MEMORY, 70, "out of memory")                                                              \
    X(SYSTEM, 70, "the operating system refused")                                                  \
    X(INTERNAL, 70, "internal error")                                                              \
    X(INTERRUPTED, 130, "interrupted")

enum tkg_status {
#define TKG_STATUS_ENUM(name, exit_code, text) TKG_##name,
    TKG_STATUSES(TKG_STATUS_ENUM)
#undef TKG_STATUS_ENUM
        TKG_STATUS_COUNT
};

#define TKG_MUST_CHECK __attribute__((warn_unused_result))
#define TKG_PRINTF(format_index, first_index)                                                      \
    __attribute__((format(printf, format_index, first_index)))

enum { TKG_ERROR_TEXT_BYTES = 1024 };

/* The detail of one failure. text is complete as printed, without a trailing newline. */
struct tkg_error {
    enum tkg_status status;
    char text[TKG_ERROR_TEXT_BYTES];
};

/* "engine crashed"; never NULL. */
const char *tkg_status_text(enum tkg_status status);

/* "ENGINE_CRASH": the stable id used in machine formats. */
const char *tkg_status_name(enum tkg_status status);

/* The process exit code that belongs to status. */
int tkg_status_exit_code(enum tkg_status status);

/* Fills *err (when not NULL; long text is cut) and returns status, so that a caller can write
 * `return tkg_fail(err, TKG_INPUT, "%s:%ld: ...", ...)`. */
enum tkg_status tkg_fail(struct tkg_error *err, enum tkg_status status, const char *format, ...)
    TKG_PRINTF(3, 4);

/* Puts "prefix: " (formatted) before the text already in *err; returns err's status. */
enum tkg_status tkg_fail_prefix(struct tkg_error *err, const char *format, ...) TKG_PRINTF(2, 3);

#endif
