/* SPDX-License-Identifier: Apache-2.0 */
#include "reference_parameters.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "book/book.h"
#include "signal/rolling.h"
#include "venue/queue_model.h"

/* The longest number in range has 11 characters; more is certainly out of range. */
enum { VALUE_BYTES = 32 };

/* The longest list of words a key takes. */
enum { WORD_COUNT_MAX = 4 };

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
enum { NUMBER_COUNT = sizeof keys / sizeof keys[0] };

/* Not a number and not a word: comes after the keys of the table. */
static const struct key table_key = {.name = "latency_table"};
enum { TABLE_INDEX = NUMBER_COUNT, KEY_COUNT };

/* Keys whose values are words. */
static const struct {
    const char *name;
    const char *words[WORD_COUNT_MAX];
} word_keys[] = {
    {"strategy", {TKG_REFERENCE_STRATEGIES}},
    {"loop", {TKG_REFERENCE_LOOPS}},
    {"book", {TKG_REFERENCE_BOOKS}},
    {"latency", {TKG_REFERENCE_LATENCIES}},
    {"queue", {TKG_REFERENCE_QUEUES}},
    {"duplicates", {TKG_REFERENCE_DUPLICATES}},
    {"bar", {TKG_REFERENCE_BARS}},
};
enum { WORD_KEY_COUNT = sizeof word_keys / sizeof word_keys[0] };

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

static const struct key *key_at(size_t index)
{
    return index == TABLE_INDEX ? &table_key : &keys[index];
}

/* The list is the table's own, so that it cannot grow stale. */
static bool refuse_key(const struct parser *parser, const char *name, int name_length)
{
    char known[1024] = "";
    size_t used = 0;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        const int written =
            snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "", key_at(i)->name);
        used += (size_t)written;
    }
    return REFUSE(parser, "parameters: unknown key '%.*s'; known keys: %s", name_length, name,
                  known);
}

/* KEY_COUNT when there is no such key. */
static size_t find_key(const char *name, size_t length)
{
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strlen(key_at(i)->name) == length && memcmp(key_at(i)->name, name, length) == 0) {
            return i;
        }
    }
    return KEY_COUNT;
}

/* Digits with an optional minus, nothing else: strtoll alone would take blanks and a plus. A minus
 * before 0 is a slip: whoever wrote it meant another number. */
static bool parse_whole(const char *text, int64_t *value)
{
    const char *digits = text + (text[0] == '-');
    if (digits[0] == '\0' || strspn(digits, "0123456789") != strlen(digits)) {
        return false;
    }
    errno = 0;
    *value = strtoll(text, NULL, 10);
    return errno == 0 && (*value != 0 || digits == text);
}

/* The words of a key, or NULL for a key that takes numbers. */
static const char *const *words_of(const struct key *key)
{
    for (size_t i = 0; i < WORD_KEY_COUNT; i++) {
        if (strcmp(word_keys[i].name, key->name) == 0) {
            return word_keys[i].words;
        }
    }
    return NULL;
}

static bool set_word(struct parser *parser, const struct key *key, const char *const *words,
                     const char *value)
{
    char known[64] = "";
    size_t used = 0;
    for (int64_t i = 0; i <= key->greatest; i++) {
        if (strcmp(words[i], value) == 0) {
            *field(parser->parameters, key) = i;
            return true;
        }
        used +=
            (size_t)snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "", words[i]);
    }
    return REFUSE(parser, "parameters: %s=%s is none of %s", key->name, value, known);
}

/* What a message repeats of a value; one that was cut ends in dots. */
static void echo_value(char value[VALUE_BYTES], const char *text, size_t length)
{
    static const char dots[] = "...";
    snprintf(value, VALUE_BYTES, "%.*s", (int)length, text);
    if (length >= VALUE_BYTES) {
        memcpy(value + VALUE_BYTES - sizeof dots, dots, sizeof dots);
    }
}

static bool set_value(struct parser *parser, const struct key *key, const char *text, size_t length)
{
    char value[VALUE_BYTES];
    int64_t number = 0;
    echo_value(value, text, length);
    const char *const *words = words_of(key);
    if (words) {
        return set_word(parser, key, words, value);
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

/* One "elapsed:latency" of the latency table; both at least 0, elapsed rising. */
static bool add_row(struct tkg_latency_table *table, const char *text, size_t length)
{
    char value[2 * VALUE_BYTES];
    struct tkg_latency_row row;
    if (length >= sizeof value || table->row_count == TKG_LATENCY_ROWS_MAX) {
        return false;
    }
    snprintf(value, sizeof value, "%.*s", (int)length, text);
    char *colon = strchr(value, ':');
    if (!colon) {
        return false;
    }
    *colon = '\0';
    if (!parse_whole(value, &row.elapsed_ns) || !parse_whole(colon + 1, &row.latency_ns)) {
        return false;
    }
    const int64_t before_ns = table->row_count ? table->rows[table->row_count - 1].elapsed_ns : -1;
    table->rows[table->row_count++] = row;
    return row.elapsed_ns > before_ns && row.latency_ns >= 0 &&
           row.latency_ns <= TKG_REFERENCE_LATENCY_MAX;
}

static bool set_table(struct parser *parser, const char *text, size_t length)
{
    size_t from = 0;
    for (uint32_t row = 1; from <= length; row++) {
        const char *end = memchr(text + from, ';', length - from);
        const size_t row_length = end ? (size_t)(end - text) - from : length - from;
        if (!add_row(&parser->parameters->latency_table, text + from, row_length)) {
            return REFUSE(parser,
                          "parameters: latency_table: row %" PRIu32
                          " must be ELAPSED_NS:LATENCY_NS, elapsed rising, latency at most %" PRId64
                          ", %d rows at most",
                          row, TKG_REFERENCE_LATENCY_MAX, (int)TKG_LATENCY_ROWS_MAX);
        }
        from += row_length + 1;
    }
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
    const size_t value_length = length - name_length - 1;
    const size_t index = find_key(piece, name_length);
    if (index == KEY_COUNT) {
        return refuse_key(parser, piece, (int)name_length);
    }
    if (parser->given[index]) {
        return REFUSE(parser, "parameters: %s is given twice; give it once", key_at(index)->name);
    }
    parser->given[index] = true;
    return index == TABLE_INDEX ? set_table(parser, equals + 1, value_length)
                                : set_value(parser, &keys[index], equals + 1, value_length);
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

/* A filter over bars needs to be told which. */
static bool check_filters(const struct parser *parser)
{
    const struct tkg_reference_parameters *p = parser->parameters;
    const char *name = p->rsi_limit_e3 > 0 ? "rsi_limit_e3" : "atr_min_e3";
    const int64_t value = p->rsi_limit_e3 > 0 ? p->rsi_limit_e3 : p->atr_min_e3;
    if (p->bar == TKG_REFERENCE_BAR_NONE && value > 0) {
        return REFUSE(parser, "parameters: %s=%" PRId64 " needs bar=time, bar=tick or bar=volume",
                      name, value);
    }
    return true;
}

/* Models that lack what they need, or are given what they have no use for. */
static bool check_models(const struct parser *parser)
{
    const struct tkg_reference_parameters *p = parser->parameters;
    const bool has_table = parser->given[TABLE_INDEX];
    if (p->latency == TKG_LATENCY_TABLE && !has_table) {
        return REFUSE(parser, "parameters: latency=table needs latency_table");
    }
    if (p->latency != TKG_LATENCY_TABLE && has_table) {
        return REFUSE(parser, "parameters: latency_table needs latency=table");
    }
    if (p->book == TKG_BOOK_L3 && p->queue == TKG_QUEUE_POWER) {
        return REFUSE(parser, "parameters: queue=power is of no use to book=l3, which knows every "
                              "place; leave it out");
    }
    return true;
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
    if (p->pause_ns > 0 && p->pause_ns < p->stretch_ns) {
        return REFUSE(parser,
                      "parameters: pause_ns=%" PRId64 " must be 0 or at least stretch_ns=%" PRId64,
                      p->pause_ns, p->stretch_ns);
    }
    if (p->exit_e3 >= p->entry_e3) {
        return REFUSE(parser, "parameters: exit_e3=%" PRId64 " must be less than entry_e3=%" PRId64,
                      p->exit_e3, p->entry_e3);
    }
    if (p->entry_e3 * p->levels > TKG_ROLLING_Z_E3_MAX) {
        return REFUSE(parser,
                      "parameters: entry_e3=%" PRId64 " times levels=%" PRId64 " exceeds %d",
                      p->entry_e3, p->levels, (int)TKG_ROLLING_Z_E3_MAX);
    }
    const int64_t bound = tkg_reference_position_bound(p);
    if (bound > TKG_REFERENCE_LOTS_MAX / (int64_t)instrument_count) {
        return REFUSE(parser,
                      "parameters: positions of up to %" PRId64 " lots in %" PRIu32
                      " instruments exceed %d lots together; lower size_lots or "
                      "max_position_lots",
                      bound, instrument_count, (int)TKG_REFERENCE_LOTS_MAX);
    }
    return check_models(parser) && check_filters(parser);
}

/* What 0 stands for. */
static void resolve(struct tkg_reference_parameters *parameters)
{
    /* By enum tkg_reference_bar: a second; 100 ticks are some seconds of a busy instrument, and 100
     * lots of trades a like stretch. */
    static const int64_t bar_sizes[] = {0, 1000000000, 100, 100};
    if (parameters->max_position_lots == 0) {
        parameters->max_position_lots = 10 * parameters->size_lots;
    }
    if (parameters->bar_size == 0) {
        parameters->bar_size = bar_sizes[parameters->bar];
    }
}

int64_t tkg_reference_position_bound(const struct tkg_reference_parameters *parameters)
{
    switch (parameters->strategy) {
    case TKG_REFERENCE_TAKER:
        return parameters->size_lots;
    case TKG_REFERENCE_REVERSION:
        return parameters->size_lots * parameters->levels;
    case TKG_REFERENCE_STORM:
        return parameters->max_position_lots;
    case TKG_REFERENCE_MAKER:
    default:
        /* A replacement may arrive after the order that it replaces was filled. */
        return parameters->max_position_lots + parameters->size_lots;
    }
}

bool tkg_reference_parameters_are_plain(const struct tkg_reference_parameters *parameters)
{
    const struct tkg_reference_parameters *p = parameters;
    return p->loop == TKG_REFERENCE_LOOP_AUTO && p->strategy <= TKG_REFERENCE_MAKER &&
           p->book == 0 && p->latency == TKG_LATENCY_CONSTANT && p->queue == 0 &&
           p->duplicates == TKG_REFERENCE_DUPLICATES_ACCEPT && p->risk_position_lots == 0 &&
           p->risk_notional == 0 && p->risk_interval_ns == 0 && p->feed_latency_ns == 0 &&
           p->response_latency_ns == 0 && p->slippage_spread_e3 == 0 && p->impact_e3 == 0;
}

bool tkg_reference_parameters_parse(struct tkg_reference_parameters *parameters, const char *text,
                                    uint32_t instrument_count, char *message, size_t message_bytes)
{
    struct parser parser = {
        .parameters = parameters, .message = message, .message_bytes = message ? message_bytes : 0};
    *parameters = (struct tkg_reference_parameters){0};
    for (size_t i = 0; i < NUMBER_COUNT; i++) {
        *field(parameters, &keys[i]) = keys[i].initial;
    }
    if (!parse_pieces(&parser, text)) {
        return false;
    }
    resolve(parameters);
    return check_together(&parser, instrument_count);
}
