/* SPDX-License-Identifier: Apache-2.0
 *
 * A stack that is too small ends a program with a signal at its first deep call. This says it
 * before.
 */
#ifndef TKG_HOST_STACK_LIMIT_H
#define TKG_HOST_STACK_LIMIT_H

#include "base/status.h"

/* Raises the soft limit of this process's stack to what this program and the C library need, where
 * it is lower: the first thread's stack grows up to the limit of the moment, and children inherit
 * it. A higher limit is left as it is.
 * returns  TKG_ENVIRONMENT: the hard limit is lower, too; text says how to raise it
 * cost     one system call */
enum tkg_status tkg_stack_limit_ensure(struct tkg_error *err) TKG_MUST_CHECK;

#endif
