/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to config: one case of a gate file with its rows.
 */
#ifndef TKG_CONFIG_GATE_CASE_H
#define TKG_CONFIG_GATE_CASE_H

#include "config/gate_file.h"
#include "config/yaml_document.h"

/* Overlays *values with a mapping of defaults: everything but a name and metrics.
 * returns  TKG_CONFIG with path:line:column; err is not NULL */
enum tkg_status tkg_gate_defaults_read(const struct tkg_yaml_document *document,
                                       const struct tkg_yaml_node *mapping,
                                       struct tkg_gate_case *values,
                                       struct tkg_error *err) TKG_MUST_CHECK;

/* Appends one case, on top of the defaults, and its rows to file, which has room for a case more
 * and for every row that a file can hold.
 * returns  TKG_CONFIG with path:line:column; err is not NULL */
enum tkg_status tkg_gate_case_read(const struct tkg_yaml_document *document,
                                   const struct tkg_yaml_node *node,
                                   const struct tkg_gate_case *defaults, struct tkg_gate_file *file,
                                   struct tkg_error *err) TKG_MUST_CHECK;

#endif
