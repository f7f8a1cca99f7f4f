/* SPDX-License-Identifier: Apache-2.0
 *
 * Text from outside inside XML.
 */
#ifndef TKG_REPORT_XML_ESCAPE_H
#define TKG_REPORT_XML_ESCAPE_H

#include "base/text.h"

/* Appends text for an attribute or an element. XML 1.0 has no way to write most controls, so all
 * characters that act instead of showing are left out. */
void tkg_xml_add(struct tkg_text *out, const char *text);

/* Appends ` name="value"`; the name is a literal of ours. */
void tkg_xml_add_attribute(struct tkg_text *out, const char *name, const char *value);

#endif
