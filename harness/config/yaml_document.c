/* SPDX-License-Identifier: Apache-2.0 */
/* libyaml's events go straight into an array of nodes; the open lists and mappings lie on a small
 * fixed stack. Nothing recurses, and every limit is checked before memory is taken. */
#include "config/yaml_document.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/check.h"

enum { FIRST_NODE_CAPACITY = 64 }; /* a targets file of a dozen rules fits without growing */

/* Where the next node goes: one entry per open list or mapping. */
struct level {
    uint32_t node;       /* the open list or mapping */
    uint32_t last_child; /* 0 while it is empty */
};

struct reader {
    struct tkg_yaml_document *document;
    yaml_parser_t parser;
    const char *yaml; /* without byte order mark */
    size_t yaml_bytes;
    struct level levels[TKG_YAML_DEPTH_MAX];
    size_t level_count;
    size_t document_count;
    struct tkg_error *err;
};

const struct tkg_yaml_node *tkg_yaml_root(const struct tkg_yaml_document *document)
{
    TKG_ASSERT(document->node_count > 0);
    return &document->nodes[0];
}

const struct tkg_yaml_node *tkg_yaml_first(const struct tkg_yaml_document *document,
                                           const struct tkg_yaml_node *node)
{
    return node->first_child ? &document->nodes[node->first_child] : NULL;
}

const struct tkg_yaml_node *tkg_yaml_next(const struct tkg_yaml_document *document,
                                          const struct tkg_yaml_node *node)
{
    return node->next ? &document->nodes[node->next] : NULL;
}

enum tkg_status tkg_yaml_fail(const struct tkg_yaml_document *document,
                              const struct tkg_yaml_node *node, struct tkg_error *err,
                              const char *format, ...)
{
    char text[TKG_ERROR_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return tkg_fail(err, TKG_CONFIG, "%s:%u:%u: %s", document->path, node->line, node->column,
                    text);
}

enum tkg_status tkg_yaml_locate(const struct tkg_yaml_document *document,
                                const struct tkg_yaml_node *node, struct tkg_error *err)
{
    return tkg_fail_prefix(err, "%s:%u:%u", document->path, node->line, node->column);
}

/* libyaml counts from 0, people and editors from 1. */
static enum tkg_status fail_at(const struct reader *reader, yaml_mark_t mark, const char *text)
{
    return tkg_fail(reader->err, TKG_CONFIG, "%s:%zu:%zu: %s", reader->document->path,
                    mark.line + 1, mark.column + 1, text);
}

static enum tkg_status fail_memory(const struct reader *reader)
{
    return tkg_fail(reader->err, TKG_NO_MEMORY, "%s: out of memory while reading it",
                    reader->document->path);
}

/* libyaml gives only a byte offset for broken characters; columns count characters. */
static yaml_mark_t mark_of_offset(const struct reader *reader, size_t offset)
{
    yaml_mark_t mark = {.index = offset};
    for (size_t i = 0; i < offset && i < reader->yaml_bytes; i++) {
        unsigned char byte = (unsigned char)reader->yaml[i];
        if (byte == '\n') {
            mark.line++;
            mark.column = 0;
        } else if ((byte & 0xc0) != 0x80) { /* not a UTF-8 continuation byte */
            mark.column++;
        }
    }
    return mark;
}

/* Is the line indented with a tab? The commonest cause of the least clear libyaml message. */
static bool line_has_tab_indent(const struct reader *reader, size_t line)
{
    const char *at = reader->yaml;
    const char *end = at + reader->yaml_bytes;
    for (size_t i = 0; i < line; i++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        if (!newline) {
            return false;
        }
        at = newline + 1;
    }
    while (at < end && *at == ' ') {
        at++;
    }
    return at < end && *at == '\t';
}

static const char *advice_for(const struct reader *reader)
{
    if (line_has_tab_indent(reader, reader->parser.problem_mark.line)) {
        return "the line is indented with a tab, use blanks";
    }
    if (reader->parser.context && strstr(reader->parser.context, "alias")) {
        return "quote a pattern that starts with '*'";
    }
    return "check indentation and quotes near this place";
}

/* libyaml's own words, plus what to do about them. */
static enum tkg_status fail_parser(const struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    char text[TKG_ERROR_TEXT_BYTES];
    if (parser->error == YAML_MEMORY_ERROR) {
        return fail_memory(reader);
    }
    if (parser->error == YAML_READER_ERROR) {
        (void)snprintf(text, sizeof(text), "not UTF-8 text: %s; save the file as plain UTF-8",
                       parser->problem);
        return fail_at(reader, mark_of_offset(reader, parser->problem_offset), text);
    }
    (void)snprintf(text, sizeof(text), "not YAML: %s%s%s; %s", parser->problem,
                   parser->context ? " " : "", parser->context ? parser->context : "",
                   advice_for(reader));
    return fail_at(reader, parser->problem_mark, text);
}

static bool grow(struct tkg_yaml_document *document)
{
    if (document->node_count < document->node_capacity) {
        return true;
    }
    /* At most twice TKG_YAML_NODE_MAX nodes: the product cannot overflow. */
    size_t capacity = document->node_capacity ? document->node_capacity * 2 : FIRST_NODE_CAPACITY;
    struct tkg_yaml_node *nodes = realloc(document->nodes, capacity * sizeof(*nodes));
    if (!nodes) {
        return false;
    }
    document->nodes = nodes;
    document->node_capacity = capacity;
    return true;
}

/* Appends the node as last child of the innermost open list or mapping. */
static enum tkg_status add_node(struct reader *reader, enum tkg_yaml_kind kind, yaml_mark_t mark)
{
    struct tkg_yaml_document *document = reader->document;
    if (document->node_count >= TKG_YAML_NODE_MAX) {
        return fail_at(reader, mark, "more than 16384 values in one file; split it");
    }
    if (!grow(document)) {
        return fail_memory(reader);
    }
    uint32_t index = (uint32_t)document->node_count++;
    document->nodes[index] = (struct tkg_yaml_node){
        .kind = kind, .line = (uint32_t)mark.line + 1, .column = (uint32_t)mark.column + 1};
    if (reader->level_count == 0) {
        return TKG_OK;
    }
    struct level *level = &reader->levels[reader->level_count - 1];
    if (level->last_child) {
        document->nodes[level->last_child].next = index;
    } else {
        document->nodes[level->node].first_child = index;
    }
    level->last_child = index;
    return TKG_OK;
}

/* Shared subtrees are how a few lines of YAML become gigabytes; our files have no use for them. */
static enum tkg_status refuse_anchor_and_tag(const struct reader *reader, yaml_mark_t mark,
                                             const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor) {
        return fail_at(reader, mark, "anchors ('&name') are refused; write each value out");
    }
    if (tag) {
        return fail_at(reader, mark, "tags ('!name') are refused; write the plain value");
    }
    return TKG_OK;
}

/* C0 and C1 control characters: a terminal would obey them when an error text quotes the value. */
static bool is_control(const unsigned char *bytes, size_t left)
{
    if (bytes[0] == 0xc2 && left > 1) { /* U+0080 .. U+009F */
        return bytes[1] < 0xa0;
    }
    return (bytes[0] < 0x20 && bytes[0] != '\n') || bytes[0] == 0x7f;
}

static enum tkg_status take_scalar(struct reader *reader, const yaml_event_t *event)
{
    const unsigned char *bytes = event->data.scalar.value;
    size_t length = event->data.scalar.length;
    enum tkg_status status = refuse_anchor_and_tag(
        reader, event->start_mark, event->data.scalar.anchor, event->data.scalar.tag);
    for (size_t i = 0; i < length && status == TKG_OK; i++) {
        if (is_control(bytes + i, length - i)) {
            status = fail_at(reader, event->start_mark,
                             "the text holds a tab or another control character; use blanks");
        }
    }
    if (status == TKG_OK) {
        status = add_node(reader, TKG_YAML_SCALAR, event->start_mark);
    }
    if (status != TKG_OK) {
        return status;
    }
    char *text = strndup((const char *)bytes, length);
    reader->document->nodes[reader->document->node_count - 1].text = text;
    return text ? TKG_OK : fail_memory(reader);
}

static enum tkg_status open_level(struct reader *reader, enum tkg_yaml_kind kind,
                                  const yaml_event_t *event)
{
    bool is_list = kind == TKG_YAML_LIST;
    enum tkg_status status = refuse_anchor_and_tag(
        reader, event->start_mark,
        is_list ? event->data.sequence_start.anchor : event->data.mapping_start.anchor,
        is_list ? event->data.sequence_start.tag : event->data.mapping_start.tag);
    if (status == TKG_OK && reader->level_count == TKG_YAML_DEPTH_MAX) {
        status = fail_at(reader, event->start_mark,
                         "lists and mappings are nested more than 6 deep; no file needs that");
    }
    if (status == TKG_OK) {
        status = add_node(reader, kind, event->start_mark);
    }
    if (status == TKG_OK) {
        reader->levels[reader->level_count++] =
            (struct level){.node = (uint32_t)reader->document->node_count - 1};
    }
    return status;
}

static enum tkg_status start_document(struct reader *reader, const yaml_event_t *event)
{
    if (++reader->document_count > 1) {
        return fail_at(reader, event->start_mark,
                       "a second document starts here; a file holds one, split it");
    }
    return TKG_OK;
}

static enum tkg_status take_event(struct reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return start_document(reader, event);
    case YAML_ALIAS_EVENT:
        return fail_at(reader, event->start_mark,
                       "aliases ('*name') are refused; write each value out, and quote a pattern "
                       "that starts with '*'");
    case YAML_SCALAR_EVENT:
        return take_scalar(reader, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_level(reader, TKG_YAML_LIST, event);
    case YAML_MAPPING_START_EVENT:
        return open_level(reader, TKG_YAML_MAPPING, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        TKG_ASSERT(reader->level_count > 0);
        reader->level_count--;
        return TKG_OK;
    default: /* start and end of the stream, end of the document: nothing to keep */
        return TKG_OK;
    }
}

/* Ends because every event consumes input and the input is at most TKG_YAML_BYTES_MAX long. */
static enum tkg_status read_events(struct reader *reader)
{
    for (bool done = false; !done;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&reader->parser, &event)) {
            return fail_parser(reader);
        }
        enum tkg_status status = take_event(reader, &event);
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (status != TKG_OK) {
            return status;
        }
    }
    if (reader->document_count == 0) {
        return fail_at(reader, (yaml_mark_t){0}, "the file is empty; start it with 'schema:'");
    }
    return TKG_OK;
}

enum tkg_status tkg_yaml_document_parse(struct tkg_yaml_document *document, const char *path,
                                        const char *yaml, size_t yaml_bytes, struct tkg_error *err)
{
    static const char byte_order_mark[] = {'\xef', '\xbb', '\xbf'};
    struct reader reader = {.document = document, .err = err};
    *document = (struct tkg_yaml_document){.path = path};
    if (yaml_bytes > TKG_YAML_BYTES_MAX) {
        return tkg_fail(err, TKG_CONFIG, "%s: %zu bytes; at most 1 MiB is read, split the file",
                        path, yaml_bytes);
    }
    bool marked = yaml_bytes >= sizeof(byte_order_mark) &&
                  memcmp(yaml, byte_order_mark, sizeof(byte_order_mark)) == 0;
    reader.yaml = yaml + (marked ? sizeof(byte_order_mark) : 0);
    reader.yaml_bytes = yaml_bytes - (marked ? sizeof(byte_order_mark) : 0);
    if (!yaml_parser_initialize(&reader.parser)) {
        return fail_memory(&reader);
    }
    /* Said, not guessed: a UTF-16 file gets a clear error instead of doubled columns. */
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)reader.yaml,
                                 reader.yaml_bytes);
    enum tkg_status status = read_events(&reader);
    yaml_parser_delete(&reader.parser);
    if (status != TKG_OK) {
        tkg_yaml_document_deinit(document);
    }
    return status;
}

void tkg_yaml_document_deinit(struct tkg_yaml_document *document)
{
    for (size_t i = 0; i < document->node_count; i++) {
        free(document->nodes[i].text);
    }
    free(document->nodes);
    *document = (struct tkg_yaml_document){0};
}
