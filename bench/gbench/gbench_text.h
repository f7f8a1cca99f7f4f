/* SPDX-License-Identifier: Apache-2.0
 *
 * Names, labels and messages of the user's are any bytes; what is written is UTF-8.
 */
#ifndef TKG_GBENCH_TEXT_H
#define TKG_GBENCH_TEXT_H

#include <locale.h>
#include <stdbool.h>

/* Writes text to out, which has room for 3 * strlen(text) + 1 bytes. Each byte that belongs to no
 * well-formed sequence (Unicode 15, table 3-7) becomes U+FFFD, whole sequences stay. With visible,
 * control characters become U+FFFD as well: in a terminal they act. */
void tkg_gbench_text_clean(char *out, const char *text, bool visible);

/* Between the two, numbers of this thread are written and read with a point, whatever locale the
 * program chose. off takes what on returned. */
locale_t tkg_gbench_points_on(void);
void tkg_gbench_points_off(locale_t before);

#endif
