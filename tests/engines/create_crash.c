/* SPDX-License-Identifier: Apache-2.0
 *
 * Crashes (SIGSEGV) in create(). By signal, with the default action, so that no sanitizer catches
 * it first.
 */
#include <signal.h>

#define MISBEHAVE_CREATE                                                                           \
    (void)signal(SIGSEGV, SIG_DFL);                                                                \
    (void)raise(SIGSEGV)

#include "misbehaving.h"
