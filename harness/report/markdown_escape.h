/* SPDX-License-Identifier: Apache-2.0
 *
 * Text from outside inside a line of GitHub's Markdown: never markup, a mention or a link.
 */
#ifndef TKG_REPORT_MARKDOWN_ESCAPE_H
#define TKG_REPORT_MARKDOWN_ESCAPE_H

#include "base/text.h"

/* Appends text, which must not begin a line: dashes, pluses and numbers would be lists there. */
void tkg_markdown_add(struct tkg_text *out, const char *text);

#endif
