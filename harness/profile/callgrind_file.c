/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/callgrind_file.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "profile/callgrind_name.h"

enum { EVENT_MAX = 16, POSITION_MAX = 2, NOT_OURS = TKG_COST_COUNT };

/* Events, in the order of the file, and the cost each belongs to. */
static const struct {
    const char *event;
    enum tkg_cost cost;
} event_costs[] = {{"Ir", TKG_COST_INSTRUCTIONS}, {"D1mr", TKG_COST_D1_MISSES},
                   {"D1mw", TKG_COST_D1_MISSES},  {"ILmr", TKG_COST_LL_MISSES},
                   {"DLmr", TKG_COST_LL_MISSES},  {"DLmw", TKG_COST_LL_MISSES}};

struct parser {
    const char *name;
    const char *at; /* what is left of the file */
    const char *end;
    size_t line_number;
    const char *line; /* the current one, not terminated */
    size_t line_length;
    struct tkg_function_table *table;
    struct tkg_error *err;
    struct tkg_callgrind_names objects, files, functions;
    struct tkg_callgrind_name object, file;           /* of the function read now */
    struct tkg_callgrind_name call_object, call_file; /* of the next call */
    bool is_in_own_file;                              /* not in lines inlined from another one */
    int32_t row; /* of the function read now; TKG_CALLGRIND_NO_ROW before the first */
    int32_t callee_row;
    uint8_t costs[EVENT_MAX]; /* enum tkg_cost of each event, or NOT_OURS */
    size_t event_count;
    size_t position_count;
    bool has_totals; /* the last line: the file is whole */
    uint64_t positions[POSITION_MAX];
};

static enum tkg_status fail(const struct parser *parser, const char *what)
{
    return tkg_fail(parser->err, TKG_INPUT, "%s:%zu: %s; is it a file that callgrind wrote?",
                    parser->name, parser->line_number, what);
}

static enum tkg_status fail_memory(const struct parser *parser)
{
    return tkg_fail(parser->err, TKG_NO_MEMORY, "%s:%zu: no room for more than %d functions",
                    parser->name, parser->line_number, TKG_FUNCTION_MAX);
}

static bool next_line(struct parser *parser)
{
    if (parser->at == parser->end) {
        return false;
    }
    const char *newline = memchr(parser->at, '\n', (size_t)(parser->end - parser->at));
    parser->line = parser->at;
    parser->line_length = (size_t)((newline ? newline : parser->end) - parser->at);
    parser->at = newline ? newline + 1 : parser->end;
    parser->line_number++;
    return true;
}

/* "???" is callgrind's word for unknown. */
static char *text_of(const struct tkg_callgrind_name *name)
{
    const bool is_unknown = !name->text || (name->length == 3 && memcmp(name->text, "???", 3) == 0);
    return is_unknown ? strdup("") : strndup(name->text, name->length);
}

/* Into *name; *slot: where its number is kept, or NULL for a bare name. */
static enum tkg_status resolve(const struct parser *parser, struct tkg_callgrind_names *names,
                               struct tkg_callgrind_name text, struct tkg_callgrind_name *name,
                               struct tkg_callgrind_name **slot)
{
    const char *wrong = tkg_callgrind_resolve(names, text, name, slot);
    return wrong ? fail(parser, wrong) : TKG_OK;
}

static bool follows(const struct parser *parser, const char *prefix,
                    struct tkg_callgrind_name *rest)
{
    *rest = (struct tkg_callgrind_name){parser->line, parser->line_length, TKG_CALLGRIND_NO_ROW};
    return tkg_callgrind_take_prefix(rest, prefix);
}

static enum tkg_status add_row(struct parser *parser, const struct tkg_callgrind_name *name,
                               const struct tkg_callgrind_name *file,
                               const struct tkg_callgrind_name *object, int32_t *row)
{
    char *texts[] = {strndup(name->text, name->length), text_of(file), text_of(object)};
    const struct tkg_function *function =
        texts[0] && texts[1] && texts[2]
            ? tkg_function_table_row(parser->table, texts[0], texts[1], texts[2])
            : NULL;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        free(texts[i]);
    }
    *row = function ? (int32_t)(function - parser->table->functions) : TKG_CALLGRIND_NO_ROW;
    return function ? TKG_OK : fail_memory(parser);
}

static enum tkg_status read_function(struct parser *parser, struct tkg_callgrind_name text,
                                     const struct tkg_callgrind_name *file,
                                     const struct tkg_callgrind_name *object, int32_t *row)
{
    struct tkg_callgrind_name name, *slot;
    enum tkg_status status = resolve(parser, &parser->functions, text, &name, &slot);
    if (status != TKG_OK) {
        return status;
    }
    if (slot && slot->row != TKG_CALLGRIND_NO_ROW) {
        *row = slot->row;
        return TKG_OK;
    }
    status = name.length > 0 ? add_row(parser, &name, file, object, row)
                             : fail(parser, "a function without a name");
    if (status == TKG_OK && slot) {
        slot->row = *row;
    }
    return status;
}

static enum tkg_status begin_function(struct parser *parser, struct tkg_callgrind_name text)
{
    parser->is_in_own_file = true;
    parser->callee_row = TKG_CALLGRIND_NO_ROW;
    parser->call_file = parser->file;
    parser->call_object = parser->object;
    return read_function(parser, text, &parser->file, &parser->object, &parser->row);
}

/* Lines that name an object, a file or a function. *is_known: it was one of these. */
static enum tkg_status read_name(struct parser *parser, bool *is_known)
{
    struct tkg_callgrind_name text, name, *slot;
    *is_known = true;
    if (follows(parser, "fn=", &text)) {
        return begin_function(parser, text);
    }
    if (follows(parser, "cfn=", &text)) {
        return read_function(parser, text, &parser->call_file, &parser->call_object,
                             &parser->callee_row);
    }
    struct tkg_callgrind_name *into = follows(parser, "ob=", &text)    ? &parser->object
                                      : follows(parser, "cob=", &text) ? &parser->call_object
                                                                       : NULL;
    if (into) {
        return resolve(parser, &parser->objects, text, into, &slot);
    }
    if (follows(parser, "fi=", &text) || follows(parser, "fe=", &text)) {
        const enum tkg_status status = resolve(parser, &parser->files, text, &name, &slot);
        parser->is_in_own_file = status == TKG_OK && name.text == parser->file.text;
        return status;
    }
    into = follows(parser, "fl=", &text)                                      ? &parser->file
           : follows(parser, "cfi=", &text) || follows(parser, "cfl=", &text) ? &parser->call_file
                                                                              : NULL;
    *is_known = into != NULL;
    return into ? resolve(parser, &parser->files, text, into, &slot) : TKG_OK;
}

static enum tkg_status read_positions(struct parser *parser, struct tkg_callgrind_name *text)
{
    for (size_t i = 0; i < parser->position_count; i++) {
        if (!tkg_callgrind_take_position(text, &parser->positions[i])) {
            return fail(parser, "a position is damaged");
        }
    }
    return TKG_OK;
}

/* Adds what is above 64 bits as the greatest number: only a damaged file has it. */
static void add_to(uint64_t *sum, uint64_t value)
{
    *sum = *sum > UINT64_MAX - value ? UINT64_MAX : *sum + value;
}

/* Numbers of a cost line, by our costs; fewer than there are events: the rest is 0. */
static enum tkg_status read_costs(struct parser *parser, struct tkg_callgrind_name *text,
                                  uint64_t costs[TKG_COST_COUNT])
{
    uint64_t value = 0;
    memset(costs, 0, TKG_COST_COUNT * sizeof *costs);
    for (size_t event = 0; event < parser->event_count && text->length > 0; event++) {
        if (!tkg_callgrind_take_number(text, &value)) {
            return fail(parser, "a cost is damaged");
        }
        if (parser->costs[event] != NOT_OURS) {
            add_to(&costs[parser->costs[event]], value);
        }
        tkg_callgrind_skip_blanks(text);
    }
    return text->length == 0 ? TKG_OK : fail(parser, "more costs than events");
}

static void note_line(struct parser *parser, struct tkg_function *function)
{
    const uint64_t line = parser->positions[parser->position_count - 1];
    if (parser->is_in_own_file && line > 0 && line <= UINT32_MAX &&
        (function->line == 0 || line < function->line)) {
        function->line = (uint32_t)line;
    }
}

static enum tkg_status read_cost_line(struct parser *parser)
{
    uint64_t costs[TKG_COST_COUNT];
    struct tkg_callgrind_name text = {parser->line, parser->line_length, TKG_CALLGRIND_NO_ROW};
    enum tkg_status status = read_positions(parser, &text);
    status = status == TKG_OK ? read_costs(parser, &text, costs) : status;
    if (status == TKG_OK && parser->row == TKG_CALLGRIND_NO_ROW) {
        status = fail(parser, "a cost before the first function");
    }
    if (status != TKG_OK) {
        return status;
    }
    struct tkg_function *function = &parser->table->functions[parser->row];
    for (size_t cost = 0; cost < TKG_COST_COUNT; cost++) {
        add_to(&function->self[cost], costs[cost]);
        add_to(&function->inclusive[cost], costs[cost]);
    }
    note_line(parser, function);
    return TKG_OK;
}

/* "calls=COUNT target", then a line with the cost of all these calls. */
static enum tkg_status read_call(struct parser *parser, struct tkg_callgrind_name text)
{
    uint64_t count = 0;
    uint64_t costs[TKG_COST_COUNT];
    if (!tkg_callgrind_take_number(&text, &count) || parser->callee_row == TKG_CALLGRIND_NO_ROW ||
        parser->row == TKG_CALLGRIND_NO_ROW || !next_line(parser)) {
        return fail(parser, "a call without its functions, number or cost");
    }
    text = (struct tkg_callgrind_name){parser->line, parser->line_length, TKG_CALLGRIND_NO_ROW};
    enum tkg_status status = read_positions(parser, &text);
    status = status == TKG_OK ? read_costs(parser, &text, costs) : status;
    if (status != TKG_OK) {
        return status;
    }
    struct tkg_function *functions = parser->table->functions;
    add_to(&functions[parser->callee_row].calls, count);
    for (size_t cost = 0; cost < TKG_COST_COUNT && parser->callee_row != parser->row; cost++) {
        add_to(&functions[parser->row].inclusive[cost], costs[cost]);
    }
    parser->callee_row = TKG_CALLGRIND_NO_ROW;
    parser->call_file = parser->file;
    parser->call_object = parser->object;
    return TKG_OK;
}

static enum tkg_status read_events(struct parser *parser, struct tkg_callgrind_name text)
{
    for (tkg_callgrind_skip_blanks(&text); text.length > 0; tkg_callgrind_skip_blanks(&text)) {
        size_t length = 0;
        while (length < text.length && text.text[length] != ' ') {
            length++;
        }
        if (parser->event_count == EVENT_MAX) {
            return fail(parser, "more events than callgrind knows");
        }
        uint8_t cost = NOT_OURS;
        for (size_t i = 0; i < sizeof event_costs / sizeof *event_costs; i++) {
            if (strlen(event_costs[i].event) == length &&
                memcmp(event_costs[i].event, text.text, length) == 0) {
                cost = (uint8_t)event_costs[i].cost;
                parser->table->has[cost] = true;
            }
        }
        parser->costs[parser->event_count++] = cost;
        text.text += length;
        text.length -= length;
    }
    return TKG_OK;
}

static enum tkg_status read_totals(struct parser *parser, struct tkg_callgrind_name text)
{
    uint64_t costs[TKG_COST_COUNT];
    tkg_callgrind_skip_blanks(&text);
    parser->has_totals = true;
    const enum tkg_status status = read_costs(parser, &text, costs);
    for (size_t cost = 0; cost < TKG_COST_COUNT && status == TKG_OK; cost++) {
        add_to(&parser->table->totals[cost], costs[cost]);
    }
    return status;
}

/* Header lines that matter; all others ("cmd: ...") are passed over. */
static enum tkg_status read_header(struct parser *parser)
{
    struct tkg_callgrind_name text;
    if (follows(parser, "events:", &text)) {
        return parser->event_count == 0 ? read_events(parser, text)
                                        : fail(parser, "events are named twice");
    }
    if (follows(parser, "positions:", &text)) {
        parser->position_count = memchr(text.text, 'i', text.length) == NULL ||
                                         !memmem(text.text, text.length, "instr", 5)
                                     ? 1
                                     : POSITION_MAX;
    }
    return follows(parser, "totals:", &text) ? read_totals(parser, text) : TKG_OK;
}

static bool is_cost_line(const struct parser *parser)
{
    return parser->line_length > 0 && strchr("0123456789+-*", *parser->line) != NULL;
}

static enum tkg_status read_line(struct parser *parser)
{
    struct tkg_callgrind_name text;
    bool is_known = false;
    if (is_cost_line(parser)) {
        return read_cost_line(parser);
    }
    const enum tkg_status status = read_name(parser, &is_known);
    if (is_known) {
        return status;
    }
    if (follows(parser, "calls=", &text)) {
        return read_call(parser, text);
    }
    if (follows(parser, "jump=", &text) || follows(parser, "jcnd=", &text)) {
        text = (struct tkg_callgrind_name){0};
        if (!next_line(parser)) {
            return fail(parser, "a jump without its line");
        }
        text = (struct tkg_callgrind_name){parser->line, parser->line_length, TKG_CALLGRIND_NO_ROW};
        return read_positions(parser, &text);
    }
    return read_header(parser);
}

static enum tkg_status check_whole(const struct parser *parser)
{
    if (!parser->table->has[TKG_COST_INSTRUCTIONS]) {
        return fail(parser, "no event Ir");
    }
    if (!parser->has_totals) {
        return fail(parser, "it is cut off");
    }
    struct tkg_function_table *table = parser->table;
    for (size_t i = 0; i < table->count; i++) {
        for (size_t cost = 0; cost < TKG_COST_COUNT; cost++) {
            if (table->functions[i].inclusive[cost] > table->totals[cost]) {
                table->functions[i].inclusive[cost] = table->totals[cost];
            }
        }
    }
    return TKG_OK;
}

enum tkg_status tkg_callgrind_parse(const char *bytes, size_t byte_count, const char *name,
                                    struct tkg_function_table *table, struct tkg_error *err)
{
    struct parser parser = {
        .name = name,
        .at = bytes,
        .end = bytes + byte_count,
        .table = table,
        .err = err,
        .row = TKG_CALLGRIND_NO_ROW,
        .callee_row = TKG_CALLGRIND_NO_ROW,
        .position_count = 1,
    };
    enum tkg_status status = TKG_OK;
    TKG_ASSERT(byte_count <= TKG_CALLGRIND_BYTES_MAX);
    while (status == TKG_OK && next_line(&parser)) {
        status = read_line(&parser);
    }
    status = status == TKG_OK ? check_whole(&parser) : status;
    tkg_callgrind_names_deinit(&parser.objects);
    tkg_callgrind_names_deinit(&parser.files);
    tkg_callgrind_names_deinit(&parser.functions);
    return status;
}
