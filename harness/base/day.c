/* SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"

#include <stdbool.h>
#include <stddef.h>

static bool read_digits(const char *text, size_t count, int64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

static int64_t days_of_month(int64_t year, int64_t month)
{
    static const int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && is_leap);
}

int64_t tkg_day_parse(const char *text)
{
    int64_t year = 0, month = 0, day = 0;
    if (!read_digits(text, 4, &year) || text[4] != '-' || !read_digits(text + 5, 2, &month) ||
        text[7] != '-' || !read_digits(text + 8, 2, &day) || text[10] != '\0' || year < 1970 ||
        month < 1 || month > 12 || day < 1 || day > days_of_month(year, month)) {
        return -1;
    }
    const int64_t before = year - 1; /* leap days of whole years, less those before 1970: 477 */
    int64_t days = (year - 1970) * 365 + before / 4 - before / 100 + before / 400 - 477 + day - 1;
    for (int64_t earlier = 1; earlier < month; earlier++) {
        days += days_of_month(year, earlier);
    }
    return days;
}
