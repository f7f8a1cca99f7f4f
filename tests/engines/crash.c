/* SPDX-License-Identifier: Apache-2.0
 *
 * Crashes (SIGSEGV) once it has seen more than 5,000 ticks. By signal, with the default action, so
 * that no sanitizer catches it first.
 */
#include <signal.h>

#define MISBEHAVE_TICKS                                                                            \
    if (engine->tick_count > 5000) {                                                               \
        (void)signal(SIGSEGV, SIG_DFL);                                                            \
        (void)raise(SIGSEGV);                                                                      \
    }

#include "misbehaving.h"
