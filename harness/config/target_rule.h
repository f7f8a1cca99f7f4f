/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to config: one rule of a targets file, from its YAML mapping to a struct tkg_target.
 */
#ifndef TKG_CONFIG_TARGET_RULE_H
#define TKG_CONFIG_TARGET_RULE_H

#include "base/status.h"
#include "config/target.h"
#include "config/yaml_document.h"

/* Fills all of *target but file_index.
 * node     one item of the file's targets list
 * returns  TKG_OK; TKG_CONFIG with path:line:column of the offending value. err is not NULL. */
enum tkg_status tkg_target_rule_read(const struct tkg_yaml_document *document,
                                     const struct tkg_yaml_node *node, struct tkg_target *target,
                                     struct tkg_error *err) TKG_MUST_CHECK;

/* "min", "max" or "equals": the key a rule of that kind is written with. */
const char *tkg_target_kind_key(enum tkg_target_kind kind);

#endif
