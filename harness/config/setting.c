/* SPDX-License-Identifier: Apache-2.0 */
#include "config/setting.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "base/number.h"
#include "base/quantity.h"
#include "config/yaml_keys.h"

/* Values are copied bytewise into the object: the offset comes with the right alignment from
 * offsetof, but the compiler cannot know that. */
static void store(const struct tkg_setting *setting, void *object, const void *value, size_t bytes)
{
    memcpy((char *)object + setting->offset, value, bytes);
}

/* No suffixes: a seed is a name for a stream, not an amount. */
static enum tkg_status apply_seed(const struct tkg_setting *setting, void *object, const char *text,
                                  struct tkg_error *err)
{
    uint64_t value;
    if (!tkg_u64_parse(text, &value)) {
        return tkg_fail(err, TKG_CONFIG,
                        "%s: '%.40s' is not a whole number from 0 to 18446744073709551615",
                        setting->key, text);
    }
    store(setting, object, &value, sizeof(value));
    return TKG_OK;
}

/* Compared as double, which holds every count below 2^53 exactly, before it is made narrower. */
static enum tkg_status apply_u32(const struct tkg_setting *setting, void *object, const char *text,
                                 struct tkg_error *err)
{
    uint64_t value;
    TKG_ASSERT(setting->max <= UINT32_MAX);
    if (!tkg_count_parse(text, &value) || (double)value < setting->min ||
        (double)value > setting->max) {
        return tkg_fail(err, TKG_CONFIG, "%s: '%.40s' is not a whole number from %.0f to %.0f",
                        setting->key, text, setting->min, setting->max);
    }
    uint32_t narrow = (uint32_t)value;
    store(setting, object, &narrow, sizeof(narrow));
    return TKG_OK;
}

/* The number in *value; the text of a range error prints both ends in readable units. */
static enum tkg_status parse_in_range(const struct tkg_setting *setting, const char *text,
                                      double *value, struct tkg_error *err)
{
    char least[TKG_QUANTITY_BYTES];
    char most[TKG_QUANTITY_BYTES];
    struct tkg_error inner;
    enum tkg_dimension dimension = setting->kind == TKG_SETTING_TIME   ? TKG_DIMENSION_TIME
                                   : setting->kind == TKG_SETTING_RATE ? TKG_DIMENSION_RATE
                                                                       : TKG_DIMENSION_SHARE;
    if (tkg_quantity_parse(text, dimension, value, &inner) != TKG_OK) {
        return tkg_fail(err, TKG_CONFIG, "%s: %s", setting->key, inner.text);
    }
    if (*value < setting->min || *value > setting->max) {
        return tkg_fail(err, TKG_CONFIG, "%s: '%.40s' is out of range; it may be from %s to %s",
                        setting->key, text, tkg_quantity_format(setting->min, dimension, least),
                        tkg_quantity_format(setting->max, dimension, most));
    }
    return TKG_OK;
}

static enum tkg_status apply_quantity(const struct tkg_setting *setting, void *object,
                                      const char *text, struct tkg_error *err)
{
    double value;
    enum tkg_status status = parse_in_range(setting, text, &value, err);
    if (status != TKG_OK) {
        return status;
    }
    if (setting->kind != TKG_SETTING_TIME) {
        store(setting, object, &value, sizeof(value));
    } else {
        int64_t whole_ns = (int64_t)(value + 0.5); /* never negative, below 2^53: exact enough */
        store(setting, object, &whole_ns, sizeof(whole_ns));
    }
    return TKG_OK;
}

static enum tkg_status apply_bool(const struct tkg_setting *setting, void *object, const char *text,
                                  struct tkg_error *err)
{
    const bool value = strcmp(text, "true") == 0;
    if (!value && strcmp(text, "false") != 0) {
        return tkg_fail(err, TKG_CONFIG, "%s: '%.40s' is neither true nor false", setting->key,
                        text);
    }
    store(setting, object, &value, sizeof(value));
    return TKG_OK;
}

enum tkg_status tkg_setting_apply(const struct tkg_setting *setting, void *object, const char *text,
                                  struct tkg_error *err)
{
    switch (setting->kind) {
    case TKG_SETTING_TEXT:
        return tkg_config_text((char *)object + setting->offset, setting->bytes,
                               (size_t)setting->min, setting->key, text, err);
    case TKG_SETTING_SEED:
        return apply_seed(setting, object, text, err);
    case TKG_SETTING_U32:
        return apply_u32(setting, object, text, err);
    case TKG_SETTING_TIME:
    case TKG_SETTING_RATE:
    case TKG_SETTING_SHARE:
        return apply_quantity(setting, object, text, err);
    case TKG_SETTING_BOOL:
        return apply_bool(setting, object, text, err);
    case TKG_SETTING_OWN:
        break;
    }
    TKG_ASSERT(setting->kind == TKG_SETTING_OWN && setting->set);
    return setting->set(object, text, err);
}
