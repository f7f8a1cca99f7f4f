/* SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_TEXT_MAX = 64 };

bool tkg_size_multiply(size_t a, size_t b, size_t *product)
{
    size_t result;
    if (__builtin_mul_overflow(a, b, &result)) {
        return false;
    }
    *product = result;
    return true;
}

bool tkg_size_add(size_t a, size_t b, size_t *sum)
{
    size_t result;
    if (__builtin_add_overflow(a, b, &result)) {
        return false;
    }
    *sum = result;
    return true;
}

bool tkg_u64_parse(const char *text, uint64_t *value)
{
    uint64_t result = 0;
    if (*text == '\0') {
        return false;
    }
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || __builtin_mul_overflow(result, 10u, &result) ||
            __builtin_add_overflow(result, (uint64_t)(*text - '0'), &result)) {
            return false;
        }
    }
    *value = result;
    return true;
}

bool tkg_i64_parse(const char *text, int64_t *value)
{
    bool negative = *text == '-';
    uint64_t magnitude;
    if (!tkg_u64_parse(text + (negative ? 1 : 0), &magnitude)) {
        return false;
    }
    uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1u : 0u);
    if (magnitude > limit) {
        return false;
    }
    *value = negative ? (int64_t)(0u - magnitude) : (int64_t)magnitude;
    return true;
}

bool tkg_double_parse(const char *text, double *value)
{
    if (*text == '\0' || strspn(text, "0123456789+-.eE") != strlen(text) ||
        strlen(text) > NUMBER_TEXT_MAX) {
        return false;
    }
    char *end = NULL;
    double result = strtod(text, &end);
    if (*end != '\0' || !isfinite(result)) {
        return false;
    }
    *value = result;
    return true;
}

static double suffix_factor(char letter)
{
    switch (toupper((unsigned char)letter)) {
    case 'K':
        return 1e3;
    case 'M':
        return 1e6;
    case 'G':
        return 1e9;
    default:
        return 0.0;
    }
}

/* Copies text without '_' separators; false when it does not fit. */
static bool strip_separators(const char *text, char *out, size_t out_bytes)
{
    size_t used = 0;
    for (; *text; text++) {
        if (*text == '_') {
            continue;
        }
        if (used + 1 >= out_bytes) {
            return false;
        }
        out[used++] = *text;
    }
    out[used] = '\0';
    return used > 0;
}

/* "2.01M" must be 2010000 although 2.01 * 1e6 is 2009999.9999999998: parsing and multiplying round
 * by half a unit in the last place each, so a distance up to 2^-52 of the value is no fraction.
 * 9e15 is just below 2^53: above it doubles cannot tell neighbouring whole numbers apart. */
static bool whole_number(double scaled, uint64_t *count)
{
    if (scaled < 1.0 || scaled > 9e15) {
        return false;
    }
    uint64_t nearest = (uint64_t)(scaled + 0.5);
    if (fabs(scaled - (double)nearest) > scaled * 0x1p-52) {
        return false;
    }
    *count = nearest;
    return true;
}

bool tkg_count_parse(const char *text, uint64_t *count)
{
    char digits[NUMBER_TEXT_MAX];
    if (!isdigit((unsigned char)*text) || !strip_separators(text, digits, sizeof(digits))) {
        return false;
    }
    double factor = suffix_factor(digits[strlen(digits) - 1]);
    uint64_t whole;
    if (factor == 0.0) {
        if (!tkg_u64_parse(digits, &whole) || whole < 1) {
            return false;
        }
        *count = whole;
        return true;
    }
    digits[strlen(digits) - 1] = '\0';
    double value;
    if (strpbrk(digits, "eE+-") || !tkg_double_parse(digits, &value)) {
        return false;
    }
    return whole_number(value * factor, count);
}
