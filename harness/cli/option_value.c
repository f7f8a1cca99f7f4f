/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/option_value.h"

#include <string.h>

#include "base/number.h"
#include "base/quantity.h"
#include "base/text.h"
#include "verdict/comparison.h"

enum tkg_status tkg_option_take_text(const char *value, char *out, size_t out_bytes,
                                     struct tkg_error *err)
{
    return tkg_string_copy(out, out_bytes, value)
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "longer than %zu bytes", out_bytes - 1);
}

enum tkg_status tkg_option_take_seed(const char *value, uint64_t *seed, struct tkg_error *err)
{
    return tkg_u64_parse(value, seed)
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "'%.40s' is not a whole number from 0 to 2^64-1", value);
}

enum tkg_status tkg_option_take_format(const char *value, bool *is_json, struct tkg_error *err)
{
    *is_json = strcmp(value, "json") == 0;
    return *is_json || strcmp(value, "human") == 0
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "no format '%.40s'; known: human json", value);
}

enum tkg_status tkg_option_take_timeout(const char *value, int64_t *timeout_ns,
                                        struct tkg_error *err)
{
    double ns = 0;
    enum tkg_status status = tkg_quantity_parse(value, TKG_DIMENSION_TIME, &ns, err);
    if (status == TKG_OK && !(ns >= 1e6 && ns <= 86400e9)) {
        status = tkg_fail(err, TKG_USAGE, "'%.40s' is outside 1 ms to 86400 s", value);
    }
    if (status == TKG_OK) {
        *timeout_ns = (int64_t)ns;
    }
    return status;
}

enum tkg_status tkg_option_take_launches(const char *value, size_t *launch_max,
                                         struct tkg_error *err)
{
    uint64_t count = 0;
    if (!tkg_u64_parse(value, &count) || count < tkg_look_launch_count(0) ||
        count > TKG_LAUNCH_MAX) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is not a whole number from %zu to %d", value,
                        tkg_look_launch_count(0), TKG_LAUNCH_MAX);
    }
    *launch_max = (size_t)count;
    return TKG_OK;
}

enum tkg_status tkg_option_take_size(const char *value, uint64_t *tick_count, struct tkg_error *err)
{
    uint64_t count = 0;
    if (!tkg_count_parse(value, &count) || count == 0) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is not a number of ticks such as 100k", value);
    }
    *tick_count = count;
    return TKG_OK;
}
