/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/quote_line.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S INT64_C(1000000000)

enum {
    EST_BEHIND_UTC_S = 5 * 3600, /* HistData's clock knows no daylight saving */
    DIGITS_MAX = 18,             /* of a price: fits 63 bits */
    YEAR_MIN = 1970,
    YEAR_MAX = 2261, /* the last whole year of 63-bit nanoseconds */
};

static const int64_t power_of_ten[] = {1,      10,      100,      1000,      10000,
                                       100000, 1000000, 10000000, 100000000, 1000000000};

struct decimal {
    const char *at;
    int64_t digits; /* all of them, without the point */
    int decimals;   /* how many came after the point */
};

/* TKG_INPUT at column `at`: what was expected, and what stands there up to the next separator. */
static enum tkg_status fail_expected(const struct tkg_quote_reader *reader, const char *at,
                                     const char *expected)
{
    enum { FOUND_MAX = 20 }; /* characters shown */
    char found[FOUND_MAX + 3] = "the end of the line";
    if (at < reader->end && (*at < ' ' || *at > '~')) {
        (void)snprintf(found, sizeof(found), "byte 0x%02x", (unsigned char)*at);
    } else if (at < reader->end) {
        int length = 1;
        bool separator = *at == ',' || *at == ' ';
        while (!separator && length < FOUND_MAX && at + length < reader->end && at[length] > ' ' &&
               at[length] <= '~' && at[length] != ',') {
            length++;
        }
        (void)snprintf(found, sizeof(found), "\"%.*s\"", length, at);
    }
    return tkg_fail(reader->err, TKG_INPUT, "%s:%" PRIu64 ":%td: expected %s, found %s",
                    reader->path, reader->line_number, at - reader->line + 1, expected, found);
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* A run of digits of fixed length. */
struct field {
    int digit_count;
    int min;
    int max;
    const char *expected;
};

static enum tkg_status read_field(struct tkg_quote_reader *reader, const struct field *field,
                                  int *value)
{
    const char *start = reader->at;
    *value = 0;
    for (int i = 0; i < field->digit_count; i++) {
        if (reader->at == reader->end || !is_digit(*reader->at)) {
            return fail_expected(reader, reader->at, field->expected);
        }
        *value = *value * 10 + (*reader->at++ - '0');
    }
    if (*value < field->min || *value > field->max) {
        return fail_expected(reader, start, field->expected);
    }
    return TKG_OK;
}

static enum tkg_status read_fields(struct tkg_quote_reader *reader, const struct field *fields,
                                   int count, int *values)
{
    enum tkg_status status = TKG_OK;
    for (int i = 0; i < count && status == TKG_OK; i++) {
        status = read_field(reader, &fields[i], &values[i]);
    }
    return status;
}

static enum tkg_status read_character(struct tkg_quote_reader *reader, char wanted,
                                      const char *expected)
{
    if (reader->at == reader->end || *reader->at != wanted) {
        return fail_expected(reader, reader->at, expected);
    }
    reader->at++;
    return TKG_OK;
}

/* "YYYYMMDD", to seconds since 1970 at midnight of the file's clock. */
static enum tkg_status read_date(struct tkg_quote_reader *reader)
{
    static const struct field fields[] = {
        {4, YEAR_MIN, YEAR_MAX, "a date YYYYMMDD from 1970 to 2261"},
        {2, 1, 12, "a month 01 to 12"},
        {2, 1, 31, "a day 01 to 31"},
    };
    const char *start = reader->at;
    if (reader->end - start >= 8 && memcmp(start, reader->date, 8) == 0) {
        reader->at += 8;
        return TKG_OK;
    }
    int value[3];
    enum tkg_status status = read_fields(reader, fields, 3, value);
    if (status != TKG_OK) {
        return status;
    }
    struct tm date = {.tm_year = value[0] - 1900, .tm_mon = value[1] - 1, .tm_mday = value[2]};
    int64_t date_s = timegm(&date);
    if (date.tm_mday != value[2]) { /* timegm made March of February 30 */
        return fail_expected(reader, start, "a date of the calendar");
    }
    memcpy(reader->date, start, sizeof(reader->date));
    reader->date_s = date_s;
    return TKG_OK;
}

/* "YYYYMMDD HHMMSSmmm", to nanoseconds UTC. */
static enum tkg_status read_time(struct tkg_quote_reader *reader, int64_t *time_ns)
{
    static const struct field fields[] = {
        {2, 0, 23, "an hour 00 to 23"},
        {2, 0, 59, "a minute 00 to 59"},
        {2, 0, 59, "a second 00 to 59"},
        {3, 0, 999, "milliseconds 000 to 999"},
    };
    int value[4] = {0};
    enum tkg_status status = read_date(reader);
    if (status == TKG_OK) {
        status = read_character(reader, ' ', "a blank between date and time");
    }
    if (status == TKG_OK) {
        status = read_fields(reader, fields, 4, value);
    }
    int64_t clock_s = value[0] * 3600 + value[1] * 60 + value[2];
    *time_ns = (reader->date_s + EST_BEHIND_UTC_S + clock_s) * NS_PER_S + value[3] * NS_PER_MS;
    return status;
}

/* One or more digits, appended to value; false when they are missing or too many. */
static bool read_digits(struct tkg_quote_reader *reader, int64_t *value, int *digit_count)
{
    const char *start = reader->at;
    for (; reader->at < reader->end && is_digit(*reader->at); reader->at++) {
        if (++*digit_count > DIGITS_MAX) {
            return false;
        }
        *value = *value * 10 + (*reader->at - '0');
    }
    return reader->at > start;
}

static enum tkg_status read_price(struct tkg_quote_reader *reader, struct decimal *price)
{
    int digit_count = 0;
    *price = (struct decimal){.at = reader->at};
    if (!read_digits(reader, &price->digits, &digit_count)) {
        return fail_expected(reader, reader->at, "a price (at most 18 digits)");
    }
    if (reader->at == reader->end || *reader->at != '.') {
        return TKG_OK;
    }
    reader->at++;
    int before = digit_count;
    if (!read_digits(reader, &price->digits, &digit_count)) {
        return fail_expected(reader, reader->at, "decimals (a price has at most 18 digits)");
    }
    price->decimals = digit_count - before;
    return TKG_OK;
}

/* To price ticks of 10^-decimals. */
static enum tkg_status scale_price(const struct tkg_quote_reader *reader,
                                   const struct decimal *price, int32_t *ticks)
{
    if (price->decimals > reader->decimals) {
        return fail_expected(reader, price->at, "no more decimals than in the first line");
    }
    int64_t factor = power_of_ten[reader->decimals - price->decimals];
    if (price->digits > INT32_MAX / factor) {
        return tkg_fail(reader->err, TKG_INPUT,
                        "%s:%" PRIu64 ":%td: the price does not fit 31 bits: with the %d decimals "
                        "of the first line it must be below 2147483648e-%d; take needless zeros "
                        "off the ends of all prices",
                        reader->path, reader->line_number, price->at - reader->line + 1,
                        reader->decimals, reader->decimals);
    }
    *ticks = (int32_t)(price->digits * factor);
    return TKG_OK;
}

/* The first line decides how small a price tick is. */
static enum tkg_status fix_decimals(struct tkg_quote_reader *reader, const struct decimal *bid,
                                    const struct decimal *ask)
{
    const struct decimal *finer = ask->decimals > bid->decimals ? ask : bid;
    if (finer->decimals > TKG_QUOTE_DECIMALS_MAX) {
        return fail_expected(reader, finer->at, "a price with at most 9 decimals");
    }
    reader->decimals = finer->decimals;
    return TKG_OK;
}

/* "bid,ask,volume" and the end of the line. */
static enum tkg_status read_quote(struct tkg_quote_reader *reader, struct decimal *bid,
                                  struct decimal *ask)
{
    enum tkg_status status = read_price(reader, bid);
    if (status == TKG_OK) {
        status = read_character(reader, ',', "a comma after the bid");
    }
    if (status == TKG_OK) {
        status = read_price(reader, ask);
    }
    if (status == TKG_OK) {
        status = read_character(reader, ',', "a comma after the ask");
    }
    if (status != TKG_OK) {
        return status;
    }
    int64_t volume = 0; /* always 0 in these files, and of no use */
    int digit_count = 0;
    if (!read_digits(reader, &volume, &digit_count)) {
        return fail_expected(reader, reader->at, "a volume in digits");
    }
    if (reader->at != reader->end) {
        return fail_expected(reader, reader->at, "the end of the line");
    }
    return TKG_OK;
}

enum tkg_status tkg_quote_line_read(struct tkg_quote_reader *reader, struct tkg_tick *tick)
{
    reader->at = reader->line;
    struct decimal bid = {0};
    struct decimal ask = {0};
    *tick = (struct tkg_tick){.bid_size = 1, .ask_size = 1, .kind = TKG_TICK_QUOTE};
    enum tkg_status status = read_time(reader, &tick->time_ns);
    if (status == TKG_OK) {
        status = read_character(reader, ',', "a comma after the time");
    }
    if (status == TKG_OK) {
        status = read_quote(reader, &bid, &ask);
    }
    if (status == TKG_OK && reader->decimals < 0) {
        status = fix_decimals(reader, &bid, &ask);
    }
    if (status == TKG_OK) {
        status = scale_price(reader, &bid, &tick->bid_price);
    }
    if (status == TKG_OK) {
        status = scale_price(reader, &ask, &tick->ask_price);
    }
    return status;
}
