/* SPDX-License-Identifier: Apache-2.0 */
#include "report/iso_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/check.h"
#include "base/number.h"

static const int64_t NS_PER_SECOND = INT64_C(1000000000);

/* Rounds down, so that times before 1970 keep a fraction >= 0. */
static int64_t whole_seconds(int64_t unix_ns)
{
    int64_t seconds = unix_ns / NS_PER_SECOND;
    return seconds * NS_PER_SECOND > unix_ns ? seconds - 1 : seconds;
}

const char *tkg_iso_second_format(int64_t unix_ns, char *out)
{
    struct tm parts;
    time_t seconds = (time_t)whole_seconds(unix_ns);
    TKG_ASSERT(gmtime_r(&seconds, &parts) != NULL); /* 64-bit nanoseconds are all in its range */
    (void)strftime(out, TKG_ISO_TIME_BYTES, "%Y-%m-%dT%H:%M:%S", &parts);
    return out;
}

const char *tkg_iso_time_format(int64_t unix_ns, char *out)
{
    /* Remainders, because seconds times 1e9 overflows near the ends of the range. */
    int64_t remainder = unix_ns % NS_PER_SECOND;
    int64_t fraction = remainder < 0 ? remainder + NS_PER_SECOND : remainder;
    size_t used = strlen(tkg_iso_second_format(unix_ns, out));
    (void)snprintf(out + used, TKG_ISO_TIME_BYTES - used, ".%09dZ", (int)fraction);
    return out;
}

/* The digits at text[0..count) as a number; the caller has checked that they are digits. */
static int digits(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static bool has_shape(const char *text)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd.dddddddddZ";
    if (strlen(text) != sizeof(shape) - 1) {
        return false;
    }
    for (size_t i = 0; text[i]; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i]) {
            return false;
        }
    }
    return true;
}

bool tkg_iso_time_parse(const char *text, int64_t *unix_ns)
{
    char again[TKG_ISO_TIME_BYTES];
    if (!has_shape(text)) {
        return false;
    }
    struct tm parts = {
        .tm_year = digits(text, 4) - 1900,
        .tm_mon = digits(text + 5, 2) - 1,
        .tm_mday = digits(text + 8, 2),
        .tm_hour = digits(text + 11, 2),
        .tm_min = digits(text + 14, 2),
        .tm_sec = digits(text + 17, 2),
    };
    int64_t seconds = (int64_t)timegm(&parts);
    int64_t fraction = digits(text + 20, 9);
    int64_t result;
    /* Before 1970 the fraction is taken off the next second: -1.5 s is second -2 and 0.5. */
    if (seconds < 0 && fraction > 0) {
        seconds += 1;
        fraction -= NS_PER_SECOND;
    }
    if (__builtin_mul_overflow(seconds, NS_PER_SECOND, &result) ||
        __builtin_add_overflow(result, fraction, &result)) {
        return false;
    }
    /* timegm takes 30 February for 2 March; writing it again tells. */
    if (strcmp(tkg_iso_time_format(result, again), text) != 0) {
        return false;
    }
    *unix_ns = result;
    return true;
}
