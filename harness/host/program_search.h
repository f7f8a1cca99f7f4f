/* SPDX-License-Identifier: Apache-2.0
 *
 * Is there such a program? Asked before a measurement, so that a typing error costs none.
 */
#ifndef TKG_HOST_PROGRAM_SEARCH_H
#define TKG_HOST_PROGRAM_SEARCH_H

#include "base/status.h"

/* name  a path when it holds a '/', else searched for in PATH, as execvp(3) does
 * TKG_INPUT: no such file, or it may not be executed. */
enum tkg_status tkg_program_check(const char *name, struct tkg_error *err) TKG_MUST_CHECK;

#endif
