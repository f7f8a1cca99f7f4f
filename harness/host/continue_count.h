/* SPDX-License-Identifier: Apache-2.0
 *
 * Was this process stopped? A process that is stopped (Ctrl-Z, kill -STOP, a debugger) looks like
 * one that sleeps by its own will: neither on its CPU nor waiting for it. What tells the two apart
 * is that somebody must continue it, which is a signal.
 */
#ifndef TKG_HOST_CONTINUE_COUNT_H
#define TKG_HOST_CONTINUE_COUNT_H

#include <stdint.h>

/* Begins to count; calling it again changes nothing. Takes over SIGCONT for the whole process. */
void tkg_continue_count_begin(void);

/* How often this process was continued since then. threads: any */
uint32_t tkg_continue_count_read(void);

#endif
