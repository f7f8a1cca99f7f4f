/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/text.h"

struct status_row {
    const char *name;
    const char *text;
    int exit_code;
};

static const struct status_row status_rows[TKG_STATUS_COUNT] = {
#define STATUS_ROW(name, exit_code, text) {#name, text, exit_code},
    TKG_STATUSES(STATUS_ROW)
#undef STATUS_ROW
};

static const struct status_row *row_of(enum tkg_status status)
{
    TKG_ASSERT((unsigned)status < TKG_STATUS_COUNT);
    return &status_rows[status];
}

const char *tkg_status_text(enum tkg_status status)
{
    return row_of(status)->text;
}

const char *tkg_status_name(enum tkg_status status)
{
    return row_of(status)->name;
}

int tkg_status_exit_code(enum tkg_status status)
{
    return row_of(status)->exit_code;
}

enum tkg_status tkg_fail(struct tkg_error *err, enum tkg_status status, const char *format, ...)
{
    TKG_ASSERT(status != TKG_OK);
    if (err) {
        va_list arguments;
        va_start(arguments, format);
        err->status = status;
        (void)vsnprintf(err->text, sizeof(err->text), format, arguments);
        va_end(arguments);
    }
    return status;
}

enum tkg_status tkg_fail_prefix(struct tkg_error *err, const char *format, ...)
{
    TKG_ASSERT(err != NULL);
    char old[TKG_ERROR_TEXT_BYTES];
    memcpy(old, err->text, sizeof(old));
    va_list arguments;
    va_start(arguments, format);
    int used = vsnprintf(err->text, sizeof(err->text), format, arguments);
    va_end(arguments);
    size_t at = used < 0 ? 0 : (size_t)used;
    if (at + 3 < sizeof(err->text)) {
        memcpy(err->text + at, ": ", 2);
        (void)tkg_string_copy(err->text + at + 2, sizeof(err->text) - at - 2, old);
    }
    return err->status;
}
