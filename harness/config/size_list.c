/* SPDX-License-Identifier: Apache-2.0 */
#include "config/size_list.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"

/* 10^12 ticks are 32 TB of stream and hours of replay: far beyond what is run, while products of it
 * with a tick's size or a time per tick still fit into 64 bits. */
#define SIZE_TICKS_MAX UINT64_C(1000000000000)

enum { ITEM_BYTES = 32 }; /* "1_000_000_000_000", the longest sensible form, has 17 */

enum tkg_status tkg_size_list_add(struct tkg_size_list *list, const char *text,
                                  struct tkg_error *err)
{
    uint64_t size;
    if (!tkg_count_parse(text, &size) || size > SIZE_TICKS_MAX) {
        return tkg_fail(err, TKG_CONFIG,
                        "sizes: '%.40s' is not a tick count from 1 to 1000G; write 10000, 10K, "
                        "2.5M or 1G",
                        text);
    }
    if (list->count == TKG_SUITE_SIZE_MAX) {
        return tkg_fail(err, TKG_CONFIG, "sizes: more than %d sizes; remove some",
                        TKG_SUITE_SIZE_MAX);
    }
    for (size_t i = 0; i < list->count; i++) {
        if (list->sizes[i] == size) { /* it would be two cases of one name */
            return tkg_fail(err, TKG_CONFIG, "sizes: '%.40s' is given twice; remove one", text);
        }
    }
    list->sizes[list->count++] = size;
    return TKG_OK;
}

/* Copies the next item without the blanks around it. An item too long to be a size ends in "...",
 * so that cutting cannot make it right. Returns where it ends: at ',' or at the terminator. */
static const char *take_item(const char *at, char *item)
{
    at += strspn(at, " ");
    const char *end = at + strcspn(at, ",");
    size_t length = (size_t)(end - at);
    while (length > 0 && at[length - 1] == ' ') {
        length--;
    }
    bool fits = length < ITEM_BYTES;
    int kept = fits ? (int)length : ITEM_BYTES - 4; /* room for the dots and the terminator */
    (void)snprintf(item, ITEM_BYTES, "%.*s%s", kept, at, fits ? "" : "...");
    return end;
}

enum tkg_status tkg_size_list_add_all(struct tkg_size_list *list, const char *comma_list,
                                      struct tkg_error *err)
{
    const char *at = comma_list;
    for (;;) { /* at most TKG_SUITE_SIZE_MAX + 1 times: more sizes are refused */
        char item[ITEM_BYTES];
        at = take_item(at, item);
        enum tkg_status status = tkg_size_list_add(list, item, err);
        if (status != TKG_OK || *at == '\0') {
            return status;
        }
        at++;
    }
}
