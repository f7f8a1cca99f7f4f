/* SPDX-License-Identifier: Apache-2.0
 *
 * Functions that have no safe use in this project. The build forces this header into every file.
 * Standard headers come first, so that their own declarations are not poisoned.
 */
#ifndef TKG_BASE_BANNED_H
#define TKG_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef alloca
#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok atoi atol atof localtime gmtime
#pragma GCC poison rand srand alloca system mktemp tmpnam

#endif
