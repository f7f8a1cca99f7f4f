/* SPDX-License-Identifier: Apache-2.0
 *
 * The environment as the history keeps it: one "name: value" line per fact that is known.
 */
#ifndef TKG_STORE_HISTORY_ENVIRONMENT_H
#define TKG_STORE_HISTORY_ENVIRONMENT_H

#include "base/text.h"
#include "host/fingerprint.h"

/* Appends the facts that describe the machine and the build; what changes from minute to minute
 * (load, steal, pressure) is not among them. Equal environments give equal text. Control characters
 * become '?', so that a fact is one line. */
void tkg_history_environment_write(const struct tkg_fingerprint *fingerprint, struct tkg_text *out);

#endif
