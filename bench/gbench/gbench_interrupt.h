/* SPDX-License-Identifier: Apache-2.0
 *
 * SIGINT, SIGTERM and SIGHUP during a run: the results so far are written before the process ends.
 */
#ifndef TKG_GBENCH_INTERRUPT_H
#define TKG_GBENCH_INTERRUPT_H

/* From now on the first such signal is only noted, and the second ends the process at once. A
 * signal that the program handles or ignores itself is left alone. */
void tkg_gbench_interrupt_watch(void);

/* Signals do again what they did before. */
void tkg_gbench_interrupt_unwatch(void);

/* The signal that was noted since tkg_gbench_interrupt_watch(), 0: none. Any thread. */
int tkg_gbench_interrupt_signal(void);

#endif
