/* SPDX-License-Identifier: Apache-2.0 */
#include "base/quantity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/number.h"
#include "base/text.h"

struct unit_row {
    enum tkg_dimension dimension;
    const char *name;
    double factor;
};

/* Order matters for printing: within a dimension the display units stand largest first. */
static const struct unit_row unit_rows[] = {
    {TKG_DIMENSION_TIME, "s", 1e9},         {TKG_DIMENSION_TIME, "ms", 1e6},
    {TKG_DIMENSION_TIME, "us", 1e3},        {TKG_DIMENSION_TIME, "ns", 1.0},
    {TKG_DIMENSION_BYTES, "GB", 1e9},       {TKG_DIMENSION_BYTES, "MB", 1e6},
    {TKG_DIMENSION_BYTES, "KB", 1e3},       {TKG_DIMENSION_BYTES, "B", 1.0},
    {TKG_DIMENSION_RATE, "G ticks/s", 1e9}, {TKG_DIMENSION_RATE, "M ticks/s", 1e6},
    {TKG_DIMENSION_RATE, "K ticks/s", 1e3}, {TKG_DIMENSION_RATE, "ticks/s", 1.0},
    {TKG_DIMENSION_SHARE, "%", 0.01},
};

/* Read but never printed. */
static const struct unit_row input_rows[] = {
    {TKG_DIMENSION_BYTES, "kB", 1e3},        {TKG_DIMENSION_BYTES, "KiB", 1024.0},
    {TKG_DIMENSION_BYTES, "MiB", 1048576.0}, {TKG_DIMENSION_BYTES, "GiB", 1073741824.0},
    {TKG_DIMENSION_RATE, "k ticks/s", 1e3},
};

static const char *const unit_lists[TKG_DIMENSION_COUNT] = {
    [TKG_DIMENSION_PLAIN] = "no unit",
    [TKG_DIMENSION_TIME] = "ns, us, ms or s",
    [TKG_DIMENSION_BYTES] = "B, KB, MB, GB, KiB, MiB or GiB",
    [TKG_DIMENSION_RATE] = "ticks/s, K ticks/s, M ticks/s or G ticks/s",
    [TKG_DIMENSION_SHARE] = "% (or a bare share from 0 to 1)",
};

static const char *const dimension_units[TKG_DIMENSION_COUNT] = {
#define DIMENSION_UNIT(name, unit) unit,
    TKG_DIMENSIONS(DIMENSION_UNIT)
#undef DIMENSION_UNIT
};

const char *tkg_dimension_unit(enum tkg_dimension dimension)
{
    TKG_ASSERT((unsigned)dimension < TKG_DIMENSION_COUNT);
    return dimension_units[dimension];
}

static const struct unit_row *find_unit(const struct unit_row *rows, size_t row_count,
                                        enum tkg_dimension dimension, const char *name)
{
    for (size_t i = 0; i < row_count; i++) {
        if (rows[i].dimension == dimension && strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

/* The factor of a unit name in a dimension, 0 when it has none. */
static double unit_factor(enum tkg_dimension dimension, const char *name)
{
    if (*name == '\0') {
        return dimension == TKG_DIMENSION_PLAIN || dimension == TKG_DIMENSION_SHARE ? 1.0 : 0.0;
    }
    const struct unit_row *row =
        find_unit(unit_rows, sizeof(unit_rows) / sizeof(unit_rows[0]), dimension, name);
    if (!row) {
        row = find_unit(input_rows, sizeof(input_rows) / sizeof(input_rows[0]), dimension, name);
    }
    return row ? row->factor : 0.0;
}

enum tkg_status tkg_quantity_parse(const char *text, enum tkg_dimension dimension, double *value,
                                   struct tkg_error *err)
{
    char number[TKG_QUANTITY_BYTES];
    size_t digits = strspn(text, "0123456789.-");
    const char *unit = text + digits + strspn(text + digits, " ");
    double magnitude;
    if (digits == 0 || digits >= sizeof(number)) {
        return tkg_fail(err, TKG_CONFIG, "'%.40s' is not a number with a unit (expected %s)", text,
                        unit_lists[dimension]);
    }
    memcpy(number, text, digits);
    number[digits] = '\0';
    if (!tkg_double_parse(number, &magnitude)) {
        return tkg_fail(err, TKG_CONFIG, "'%.40s' does not start with a number", text);
    }
    double factor = unit_factor(dimension, unit);
    if (factor == 0.0) {
        return tkg_fail(err, TKG_CONFIG, "'%.40s' has %s%.20s%s; expected %s", text,
                        *unit ? "the unit '" : "no unit", unit, *unit ? "'" : "",
                        unit_lists[dimension]);
    }
    if (dimension == TKG_DIMENSION_SHARE && *unit == '\0' && (magnitude < 0 || magnitude > 1)) {
        return tkg_fail(err, TKG_CONFIG,
                        "'%.40s' is a share above 1 or below 0; did you mean %.20s %%?", text,
                        number);
    }
    *value = magnitude * factor;
    return TKG_OK;
}

enum tkg_status tkg_quantity_parse_change(const char *text, double *value, struct tkg_error *err)
{
    static const double bare_max = 0.1; /* 0.1 % is the least that launches show */
    double share = 0.0;
    const enum tkg_status status = tkg_quantity_parse(text, TKG_DIMENSION_SHARE, &share, err);
    if (status == TKG_OK && !strchr(text, '%') && share >= bare_max) {
        return tkg_fail(err, TKG_CONFIG,
                        "'%.40s' has no unit, and may be meant in percent; write %g %% or %g, or "
                        "%g %% for that",
                        text, share, share / 100.0, 100.0 * share);
    }
    if (status == TKG_OK) {
        *value = share;
    }
    return status;
}

/* Decimals that make three significant digits; -1 where only an exponent stays short. */
static int decimals_of(double magnitude)
{
    static const double lower_ends[] = {99.95,    9.995,     0.9995,     0.09995,
                                        0.009995, 0.0009995, 0.00009995, 0.000009995};
    if (magnitude == 0.0) {
        return 0;
    }
    /* 15 digits are what a double carries for sure. */
    for (int i = 0; magnitude < 1e15 && i < (int)(sizeof(lower_ends) / sizeof(double)); i++) {
        if (magnitude >= lower_ends[i]) {
            return i;
        }
    }
    return -1;
}

const char *tkg_quantity_format(double value, enum tkg_dimension dimension, char *out)
{
    const struct unit_row *best = NULL;
    double size = fabs(value);
    if (isnan(value)) {
        (void)tkg_string_copy(out, TKG_QUANTITY_BYTES, "n/a");
        return out;
    }
    for (size_t i = 0; i < sizeof(unit_rows) / sizeof(unit_rows[0]); i++) {
        if (unit_rows[i].dimension == dimension && (!best || size < best->factor * 0.9995)) {
            best = &unit_rows[i];
        }
    }
    double scaled = best ? value / best->factor : value;
    int decimals = decimals_of(fabs(scaled));
    int used = decimals < 0 ? snprintf(out, TKG_QUANTITY_BYTES, "%.3g", scaled)
                            : snprintf(out, TKG_QUANTITY_BYTES, "%.*f", decimals, scaled);
    (void)snprintf(out + used, TKG_QUANTITY_BYTES - (size_t)used, "%s%s", best ? " " : "",
                   best ? best->name : "");
    return out;
}

const char *tkg_count_format(unsigned long long count, char *out)
{
    static const struct {
        unsigned long long factor;
        char letter;
    } suffixes[] = {{1000000000ull, 'G'}, {1000000ull, 'M'}, {1000ull, 'K'}};
    for (size_t i = 0; i < 3; i++) {
        if (count >= suffixes[i].factor && count % suffixes[i].factor == 0) {
            (void)snprintf(out, TKG_QUANTITY_BYTES, "%llu%c", count / suffixes[i].factor,
                           suffixes[i].letter);
            return out;
        }
    }
    (void)snprintf(out, TKG_QUANTITY_BYTES, "%llu", count);
    return out;
}
