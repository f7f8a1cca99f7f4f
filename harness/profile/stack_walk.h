/* SPDX-License-Identifier: Apache-2.0
 *
 * The stack of a stopped process, and the function each of its addresses lies in. Needs no help of
 * the process: no frame pointers, no signal, no exported symbols; static functions have names as
 * long as the file was not stripped.
 *
 * stack_walk_libdw.c where libdw is there at build time, else stack_walk_none.c.
 */
#ifndef TKG_PROFILE_STACK_WALK_H
#define TKG_PROFILE_STACK_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/status.h"

enum { TKG_STACK_DEPTH_MAX = 64 };

struct tkg_stack_walk;

struct tkg_stack_function {
    const char *name;   /* "" when unknown; valid until close, as the others */
    const char *file;   /* "" when unknown */
    const char *object; /* file that holds the code */
    uint32_t line;      /* where the function begins; 0: unknown */
};

/* Is it built in? Else reason says what was missing. */
bool tkg_stack_walk_is_available(char *reason, size_t reason_bytes);

/* pid  traced by the calling thread; everything it will run is mapped by now
 * TKG_SYSTEM: the process cannot be looked into. TKG_ENVIRONMENT: not built in. */
enum tkg_status tkg_stack_walk_open(struct tkg_stack_walk **walk, pid_t pid,
                                    struct tkg_error *err) TKG_MUST_CHECK;
void tkg_stack_walk_close(struct tkg_stack_walk *walk); /* NULL is fine */

/* The addresses of the stack, innermost first, each inside the instruction that is running or
 * calling; the process must be stopped by ptrace. Returns how many, 0 when it cannot be read.
 * cost: tens of microseconds */
size_t tkg_stack_walk_read(struct tkg_stack_walk *walk, uint64_t addresses[TKG_STACK_DEPTH_MAX]);

/* The function an address lies in. The process may be gone by then. */
struct tkg_stack_function tkg_stack_walk_resolve(struct tkg_stack_walk *walk, uint64_t address);

#endif
