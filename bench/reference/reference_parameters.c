/* SPDX-License-Identifier: Apache-2.0 */
#include "reference_parameters.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The longest number in range has 11 characters; more is certainly out of range. */
enum { VALUE_BYTES = 32 };

struct key {
    const char *name;
    int64_t least;
    int64_t greatest;
    int64_t initial;
    size_t offset;
};

/* The table that parses, checks and lists the keys: one row for each field of the struct. */
static const struct key keys[] = {
#define KEY_ROW(name, least, greatest, initial)                                                    \
    {#name, least, greatest, initial, offsetof(struct tkg_reference_parameters, name)},
    TKG_REFERENCE_PARAMETERS(KEY_ROW)
#undef KEY_ROW
};
enum { KEY_COUNT = sizeof keys / sizeof keys[0] };

/* What one call of the parser works on. */
struct parser {
    struct tkg_reference_parameters *parameters;
    bool given[KEY_COUNT];
    char *message;
    size_t message_bytes;
};

static int64_t *field(struct tkg_reference_parameters *parameters, const struct key *key)
{
    return (int64_t *)(void *)((char *)parameters + key->offset);
}

/* Says why and is false, so that a check can return it. Without room, snprintf writes nothing. */
#define REFUSE(parser, ...)                                                                        \
    (snprintf((parser)->message, (parser)->message_bytes, __VA_ARGS__), false)

/* The list is the table's own, so that it cannot grow stale. */
static bool refuse_key(const struct parser *parser, const char *name, int name_length)
{
    char known[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        const int written =
            snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "", keys[i].name);
        used += (size_t)written;
    }
    return REFUSE(parser, "parameters: unknown key '%.*s'; known keys: %s", name_length, name,
                  known);
}

static const struct key *find_key(const char *name, size_t length)
{
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strlen(keys[i].name) == length && memcmp(keys[i].name, name, length) == 0) {
            return &keys[i];
        }
    }
    return NULL;
}

/* Digits with an optional minus, nothing else: strtoll alone would take blanks and a plus. */
static bool parse_whole(const char *text, int64_t *value)
{
    const char *digits = text + (text[0] == '-');
    if (digits[0] == '\0' || strspn(digits, "0123456789") != strlen(digits)) {
        return false;
    }
    errno = 0;
    *value = strtoll(text, NULL, 10);
    return errno == 0;
}

static bool set_strategy(struct parser *parser, const char *value)
{
    if (strcmp(value, "taker") == 0) {
        parser->parameters->strategy = TKG_REFERENCE_TAKER;
    } else if (strcmp(value, "maker") == 0) {
        parser->parameters->strategy = TKG_REFERENCE_MAKER;
    } else {
        return REFUSE(parser, "parameters: strategy=%s is neither taker nor maker", value);
    }
    return true;
}

static bool set_value(struct parser *parser, const struct key *key, const char *text, size_t length)
{
    char value[VALUE_BYTES];
    int64_t number = 0;
    snprintf(value, sizeof value, "%.*s", (int)length, text);
    if (key == &keys[0]) { /* strategy: the one key whose values are words */
        return set_strategy(parser, value);
    }
    if (length >= VALUE_BYTES || !parse_whole(value, &number) || number < key->least ||
        number > key->greatest) {
        return REFUSE(parser,
                      "parameters: %s=%s is not a whole number from %" PRId64 " to %" PRId64,
                      key->name, value, key->least, key->greatest);
    }
    *field(parser->parameters, key) = number;
    return true;
}

static bool parse_piece(struct parser *parser, const char *piece, size_t length)
{
    const char *equals = memchr(piece, '=', length);
    if (!equals) {
        return REFUSE(parser, "parameters: '%.*s' is not of the form key=value", (int)length,
                      piece);
    }
    const size_t name_length = (size_t)(equals - piece);
    const struct key *key = find_key(piece, name_length);
    if (!key) {
        return refuse_key(parser, piece, (int)name_length);
    }
    if (parser->given[key - keys]) {
        return REFUSE(parser, "parameters: %s is given twice; give it once", key->name);
    }
    parser->given[key - keys] = true;
    return set_value(parser, key, equals + 1, length - name_length - 1);
}

/* A comma at either end leaves an empty piece, which is refused like any other without '='. */
static bool parse_pieces(struct parser *parser, const char *text)
{
    if (text[0] == '\0') {
        return true;
    }
    for (const char *piece = text;;) {
        const size_t length = strcspn(piece, ",");
        if (!parse_piece(parser, piece, length)) {
            return false;
        }
        if (piece[length] == '\0') {
            return true;
        }
        piece += length + 1;
    }
}

/* Values that are good alone may not be good together. */
static bool check_together(const struct parser *parser, uint32_t instrument_count)
{
    const struct tkg_reference_parameters *p = parser->parameters;
    if (p->fast_shift >= p->slow_shift) {
        return REFUSE(parser,
                      "parameters: fast_shift=%" PRId64 " must be less than slow_shift=%" PRId64,
                      p->fast_shift, p->slow_shift);
    }
    if (p->max_position_lots < p->size_lots) {
        return REFUSE(
            parser, "parameters: max_position_lots=%" PRId64 " must be at least size_lots=%" PRId64,
            p->max_position_lots, p->size_lots);
    }
    const int64_t bound = tkg_reference_position_bound(p);
    if (bound > TKG_REFERENCE_LOTS_MAX / (int64_t)instrument_count) {
        return REFUSE(parser,
                      "parameters: positions of up to %" PRId64 " lots in %" PRIu32
                      " instruments exceed %d lots together; lower size_lots or "
                      "max_position_lots",
                      bound, instrument_count, (int)TKG_REFERENCE_LOTS_MAX);
    }
    return true;
}

int64_t tkg_reference_position_bound(const struct tkg_reference_parameters *parameters)
{
    if (parameters->strategy == TKG_REFERENCE_TAKER) {
        return parameters->size_lots;
    }
    /* A replacement may arrive after the order that it replaces was filled. */
    return parameters->max_position_lots + parameters->size_lots;
}

bool tkg_reference_parameters_parse(struct tkg_reference_parameters *parameters, const char *text,
                                    uint32_t instrument_count, char *message, size_t message_bytes)
{
    struct parser parser = {
        .parameters = parameters, .message = message, .message_bytes = message ? message_bytes : 0};
    for (size_t i = 0; i < KEY_COUNT; i++) {
        *field(parameters, &keys[i]) = keys[i].initial;
    }
    if (!parse_pieces(&parser, text)) {
        return false;
    }
    if (parameters->max_position_lots == 0) {
        parameters->max_position_lots = 10 * parameters->size_lots;
    }
    return check_together(&parser, instrument_count);
}
