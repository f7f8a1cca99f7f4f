/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to config: one value of a struct that can be set by name from text, with its unit, range
 * and place in the struct. The table of them is the whole grammar of a suite.
 */
#ifndef TKG_CONFIG_SETTING_H
#define TKG_CONFIG_SETTING_H

#include <stddef.h>

#include "base/status.h"

enum tkg_setting_kind {
    TKG_SETTING_TEXT,  /* char[bytes]; min = least length, 0 or 1 */
    TKG_SETTING_SEED,  /* uint64_t, any value */
    TKG_SETTING_U32,   /* uint32_t, a count ("10000", "10K") */
    TKG_SETTING_TIME,  /* int64_t nanoseconds */
    TKG_SETTING_RATE,  /* double ticks/s */
    TKG_SETTING_SHARE, /* double */
    TKG_SETTING_BOOL,  /* bool: true or false */
    TKG_SETTING_OWN,   /* set() does it */
};

struct tkg_setting {
    const char *key;
    enum tkg_setting_kind kind;
    size_t offset; /* into the object */
    size_t bytes;  /* TEXT only */
    double min;    /* inclusive, in the base unit */
    double max;    /* inclusive, in the base unit */
    enum tkg_status (*set)(void *object, const char *text, struct tkg_error *err); /* OWN only */
};

/* Checks text and stores it in object; object is untouched on failure.
 * returns TKG_OK; TKG_CONFIG with a text that starts with the key and names the range */
enum tkg_status tkg_setting_apply(const struct tkg_setting *setting, void *object, const char *text,
                                  struct tkg_error *err) TKG_MUST_CHECK;

#endif
