/* SPDX-License-Identifier: Apache-2.0 */
#include "report/csv_field.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "report/safe_text.h"

/* Characters that start a formula in common spreadsheets; tab and carriage return never get here,
 * being active characters. The last four are the full-width forms of the first four. */
static bool starts_formula(const char *text)
{
    uint32_t first = tkg_safe_next(&text);
    return first == '=' || first == '+' || first == '-' || first == '@' || first == 0xFF1D ||
           first == 0xFF0B || first == 0xFF0D || first == 0xFF20;
}

void tkg_csv_add_text(struct tkg_text *out, const char *text)
{
    struct tkg_text safe = {0};
    tkg_safe_add_line(&safe, text, 0, true);
    const char *field = tkg_text_borrow(&safe);
    bool quoted = strpbrk(field, "\",; '") != NULL || starts_formula(field);
    tkg_text_add(out, quoted ? "\"" : "");
    tkg_text_add(out, starts_formula(field) ? "'" : "");
    for (; *field; field++) {
        tkg_text_add_bytes(out, field, 1);
        tkg_text_add(out, *field == '"' ? "\"" : "");
    }
    tkg_text_add(out, quoted ? "\"" : "");
    tkg_text_deinit(&safe);
}

void tkg_csv_add_number(struct tkg_text *out, double value)
{
    if (isfinite(value)) {
        tkg_text_addf(out, ",%.17g", value);
    } else {
        tkg_text_add(out, ",");
    }
}
