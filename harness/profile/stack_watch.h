/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to profile: the watching process. It stops the replayer at random times, takes its stack
 * and how much CPU and wall time went by since the last look, and adds all up by function.
 */
#ifndef TKG_PROFILE_STACK_WATCH_H
#define TKG_PROFILE_STACK_WATCH_H

/* Reads a struct tkg_sample_spec, watches, answers; returns the exit code. */
int tkg_stack_watch_main(void);

#endif
