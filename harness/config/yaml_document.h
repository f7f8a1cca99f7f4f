/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to config: one YAML document as a flat table of nodes, each with its place in the file.
 * Deliberately less than YAML: one document, no anchors, aliases or tags, few levels, no control
 * characters, so that a hostile file costs bounded time and memory and an error text is always
 * printable. The only file that knows libyaml.
 */
#ifndef TKG_CONFIG_YAML_DOCUMENT_H
#define TKG_CONFIG_YAML_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Why these limits: docs/decisions/0051-yaml-limits.md. */
enum {
    TKG_YAML_BYTES_MAX = 1 << 20, /* of one file */
    TKG_YAML_NODE_MAX = 1 << 14,  /* scalars, lists and mappings of one file */
    TKG_YAML_DEPTH_MAX = 6,       /* lists and mappings inside one another; ours need three */
};

enum tkg_yaml_kind { TKG_YAML_SCALAR, TKG_YAML_LIST, TKG_YAML_MAPPING };

struct tkg_yaml_node {
    enum tkg_yaml_kind kind;
    char *text;           /* SCALAR: owned, valid UTF-8, no control character but newline */
    uint32_t line;        /* 1-based */
    uint32_t column;      /* 1-based, in characters */
    uint32_t first_child; /* index of a node, 0 when there is none; keys and values alternate */
    uint32_t next;        /* index of the next sibling, 0 when there is none */
};

struct tkg_yaml_document {
    const char *path;            /* borrowed: the caller's, valid as long as the document is used */
    struct tkg_yaml_node *nodes; /* owned; nodes[0] is the root */
    size_t node_count;
    size_t node_capacity;
};

/* Builds the table; on success node_count >= 1.
 * path       only named in errors
 * yaml       UTF-8, with or without a byte order mark; not read again after the call
 * returns    TKG_OK; TKG_CONFIG with "path:line:column: ..."; TKG_NO_MEMORY. On failure there is
 *            nothing to deinit. */
enum tkg_status tkg_yaml_document_parse(struct tkg_yaml_document *document, const char *path,
                                        const char *yaml, size_t yaml_bytes,
                                        struct tkg_error *err) TKG_MUST_CHECK;
void tkg_yaml_document_deinit(struct tkg_yaml_document *document);

/* The root; the first child or the next sibling of a node, NULL when there is none. */
const struct tkg_yaml_node *tkg_yaml_root(const struct tkg_yaml_document *document);
const struct tkg_yaml_node *tkg_yaml_first(const struct tkg_yaml_document *document,
                                           const struct tkg_yaml_node *node);
const struct tkg_yaml_node *tkg_yaml_next(const struct tkg_yaml_document *document,
                                          const struct tkg_yaml_node *node);

/* TKG_CONFIG with "path:line:column: " of the node before the formatted text. */
enum tkg_status tkg_yaml_fail(const struct tkg_yaml_document *document,
                              const struct tkg_yaml_node *node, struct tkg_error *err,
                              const char *format, ...) TKG_PRINTF(4, 5);

/* Puts the node's place before the text already in *err (not NULL); returns err's status. */
enum tkg_status tkg_yaml_locate(const struct tkg_yaml_document *document,
                                const struct tkg_yaml_node *node, struct tkg_error *err);

#endif
