/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/callgrind_file.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { EVENT_MAX = 16, POSITION_MAX = 2, NOT_OURS = TKG_COST_COUNT, NO_FUNCTION = -1 };

/* Events, in the order of the file, and the cost each belongs to. */
static const struct {
    const char *event;
    enum tkg_cost cost;
} event_costs[] = {{"Ir", TKG_COST_INSTRUCTIONS}, {"D1mr", TKG_COST_D1_MISSES},
                   {"D1mw", TKG_COST_D1_MISSES},  {"ILmr", TKG_COST_LL_MISSES},
                   {"DLmr", TKG_COST_LL_MISSES},  {"DLmw", TKG_COST_LL_MISSES}};

/* Names by number: the text and, for functions, the row they became. */
struct name_slot {
    const char *text; /* in the file; not terminated */
    size_t length;
    int32_t row;
};

struct name_table {
    struct name_slot *slots;
    size_t capacity;
};

struct parser {
    const char *name;
    const char *at; /* what is left of the file */
    const char *end;
    size_t line_number;
    const char *line; /* the current one, not terminated */
    size_t line_length;
    struct tkg_function_table *table;
    struct tkg_error *err;
    struct name_table objects, files, functions;
    struct name_slot object, file;           /* of the function read now */
    struct name_slot call_object, call_file; /* of the next call */
    bool is_in_own_file;                     /* not in lines inlined from another one */
    int32_t row; /* of the function read now; NO_FUNCTION before the first */
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

/* What follows the prefix, up to the end of the line; false when the line begins otherwise. */
static bool follows(const struct parser *parser, const char *prefix, struct name_slot *rest)
{
    const size_t length = strlen(prefix);
    if (parser->line_length < length || memcmp(parser->line, prefix, length) != 0) {
        return false;
    }
    *rest = (struct name_slot){parser->line + length, parser->line_length - length, NO_FUNCTION};
    return true;
}

static void skip_blanks(struct name_slot *text)
{
    while (text->length > 0 && (*text->text == ' ' || *text->text == '\t')) {
        text->text++;
        text->length--;
    }
}

/* A decimal or 0x number at the front of text; false when there is none, or above 64 bits. */
static bool take_number(struct name_slot *text, uint64_t *value)
{
    const bool is_hex = text->length > 2 && text->text[0] == '0' && text->text[1] == 'x';
    const uint64_t base = is_hex ? 16 : 10;
    size_t used = is_hex ? 2 : 0;
    const size_t begin = used;
    *value = 0;
    for (; used < text->length; used++) {
        const char c = text->text[used];
        const uint64_t digit = c >= '0' && c <= '9'             ? (uint64_t)(c - '0')
                               : is_hex && c >= 'a' && c <= 'f' ? (uint64_t)(c - 'a') + 10
                                                                : base;
        if (digit >= base) {
            break;
        }
        if (*value > (UINT64_MAX - digit) / base) {
            return false;
        }
        *value = *value * base + digit;
    }
    text->text += used;
    text->length -= used;
    return used > begin;
}

static struct name_slot *slot_of(struct name_table *names, uint64_t id)
{
    if (id >= TKG_CALLGRIND_NAME_MAX) {
        return NULL;
    }
    if (id >= names->capacity) {
        const size_t wanted =
            (size_t)id + 1 > 2 * names->capacity ? (size_t)id + 64 : 2 * names->capacity;
        struct name_slot *grown = realloc(names->slots, wanted * sizeof *grown);
        if (!grown) {
            return NULL;
        }
        for (size_t i = names->capacity; i < wanted; i++) {
            grown[i] = (struct name_slot){NULL, 0, NO_FUNCTION};
        }
        names->slots = grown;
        names->capacity = wanted;
    }
    return &names->slots[id];
}

/* "(12) name", "(12)" or "name". *slot: where its number is kept, or NULL for a bare name. */
static enum tkg_status resolve(struct parser *parser, struct name_table *names,
                               struct name_slot text, struct name_slot *name,
                               struct name_slot **slot)
{
    uint64_t id = 0;
    *slot = NULL;
    *name = text;
    if (text.length == 0 || *text.text != '(') {
        return TKG_OK;
    }
    text.text++;
    text.length--;
    if (!take_number(&text, &id) || text.length == 0 || *text.text != ')') {
        return fail(parser, "a name's number is damaged");
    }
    text.text++;
    text.length--;
    skip_blanks(&text);
    *slot = slot_of(names, id);
    if (!*slot) {
        return fail(parser, "a name's number is too large");
    }
    if (text.length > 0) {
        **slot = (struct name_slot){text.text, text.length, NO_FUNCTION};
    }
    if (!(*slot)->text) {
        return fail(parser, "a name's number was never given a name");
    }
    *name = **slot;
    return TKG_OK;
}

/* "???" is callgrind's word for unknown. */
static char *text_of(const struct name_slot *name)
{
    const bool is_unknown = !name->text || (name->length == 3 && memcmp(name->text, "???", 3) == 0);
    return is_unknown ? strdup("") : strndup(name->text, name->length);
}

static enum tkg_status add_row(struct parser *parser, const struct name_slot *name,
                               const struct name_slot *file, const struct name_slot *object,
                               int32_t *row)
{
    char *texts[] = {strndup(name->text, name->length), text_of(file), text_of(object)};
    const struct tkg_function *function =
        texts[0] && texts[1] && texts[2]
            ? tkg_function_table_row(parser->table, texts[0], texts[1], texts[2])
            : NULL;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        free(texts[i]);
    }
    *row = function ? (int32_t)(function - parser->table->functions) : NO_FUNCTION;
    return function ? TKG_OK : fail_memory(parser);
}

static enum tkg_status read_function(struct parser *parser, struct name_slot text,
                                     const struct name_slot *file, const struct name_slot *object,
                                     int32_t *row)
{
    struct name_slot name, *slot;
    enum tkg_status status = resolve(parser, &parser->functions, text, &name, &slot);
    if (status != TKG_OK) {
        return status;
    }
    if (slot && slot->row != NO_FUNCTION) {
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

static enum tkg_status begin_function(struct parser *parser, struct name_slot text)
{
    parser->is_in_own_file = true;
    parser->callee_row = NO_FUNCTION;
    parser->call_file = parser->file;
    parser->call_object = parser->object;
    return read_function(parser, text, &parser->file, &parser->object, &parser->row);
}

/* Lines that name an object, a file or a function. *is_known: it was one of these. */
static enum tkg_status read_name(struct parser *parser, bool *is_known)
{
    struct name_slot text, name, *slot;
    *is_known = true;
    if (follows(parser, "fn=", &text)) {
        return begin_function(parser, text);
    }
    if (follows(parser, "cfn=", &text)) {
        return read_function(parser, text, &parser->call_file, &parser->call_object,
                             &parser->callee_row);
    }
    struct name_slot *into = follows(parser, "ob=", &text)    ? &parser->object
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

/* "+3", "-2", "*", "1234": against the last one. */
static bool read_position(struct name_slot *text, uint64_t *position)
{
    uint64_t number = 0;
    char sign = '\0';
    if (text->length > 0) {
        sign = *text->text;
    }
    if (sign == '*' || sign == '+' || sign == '-') {
        text->text++;
        text->length--;
    }
    if (sign != '*' && !take_number(text, &number)) {
        return false;
    }
    *position = sign == '*'   ? *position
                : sign == '+' ? *position + number
                : sign == '-' ? *position - number
                              : number;
    skip_blanks(text);
    return true;
}

static enum tkg_status read_positions(struct parser *parser, struct name_slot *text)
{
    for (size_t i = 0; i < parser->position_count; i++) {
        if (!read_position(text, &parser->positions[i])) {
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
static enum tkg_status read_costs(struct parser *parser, struct name_slot *text,
                                  uint64_t costs[TKG_COST_COUNT])
{
    uint64_t value = 0;
    memset(costs, 0, TKG_COST_COUNT * sizeof *costs);
    for (size_t event = 0; event < parser->event_count && text->length > 0; event++) {
        if (!take_number(text, &value)) {
            return fail(parser, "a cost is damaged");
        }
        if (parser->costs[event] != NOT_OURS) {
            add_to(&costs[parser->costs[event]], value);
        }
        skip_blanks(text);
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
    struct name_slot text = {parser->line, parser->line_length, NO_FUNCTION};
    enum tkg_status status = read_positions(parser, &text);
    status = status == TKG_OK ? read_costs(parser, &text, costs) : status;
    if (status == TKG_OK && parser->row == NO_FUNCTION) {
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
static enum tkg_status read_call(struct parser *parser, struct name_slot text)
{
    uint64_t count = 0;
    uint64_t costs[TKG_COST_COUNT];
    if (!take_number(&text, &count) || parser->callee_row == NO_FUNCTION ||
        parser->row == NO_FUNCTION || !next_line(parser)) {
        return fail(parser, "a call without its functions, number or cost");
    }
    text = (struct name_slot){parser->line, parser->line_length, NO_FUNCTION};
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
    parser->callee_row = NO_FUNCTION;
    parser->call_file = parser->file;
    parser->call_object = parser->object;
    return TKG_OK;
}

static enum tkg_status read_events(struct parser *parser, struct name_slot text)
{
    for (skip_blanks(&text); text.length > 0; skip_blanks(&text)) {
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

static enum tkg_status read_totals(struct parser *parser, struct name_slot text)
{
    uint64_t costs[TKG_COST_COUNT];
    skip_blanks(&text);
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
    struct name_slot text;
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
    struct name_slot text;
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
        text = (struct name_slot){0};
        if (!next_line(parser)) {
            return fail(parser, "a jump without its line");
        }
        text = (struct name_slot){parser->line, parser->line_length, NO_FUNCTION};
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
        .row = NO_FUNCTION,
        .callee_row = NO_FUNCTION,
        .position_count = 1,
    };
    enum tkg_status status = TKG_OK;
    TKG_ASSERT(byte_count <= TKG_CALLGRIND_BYTES_MAX);
    while (status == TKG_OK && next_line(&parser)) {
        status = read_line(&parser);
    }
    status = status == TKG_OK ? check_whole(&parser) : status;
    free(parser.objects.slots);
    free(parser.files.slots);
    free(parser.functions.slots);
    return status;
}
