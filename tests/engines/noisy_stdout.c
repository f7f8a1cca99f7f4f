/* SPDX-License-Identifier: Apache-2.0
 *
 * Prints garbage, escape codes included, on stdout and stderr in every operation.
 */
#define NOISE                                                                                      \
    fputs("\033[2J\033[31mnoise {\"not\": json \001\377\n", stdout);                               \
    fputs("\033]0;title\007noise on stderr\r\n", stderr);                                          \
    fflush(stdout)
#define MISBEHAVE_CREATE NOISE
#define MISBEHAVE_TICKS NOISE
#define MISBEHAVE_REPORT NOISE
#include "misbehaving.h"
