/* SPDX-License-Identifier: Apache-2.0 */
#include "config/thread_list.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"

enum { ITEM_BYTES = 16 };

/* False for anything but 1 to TKG_THREAD_COUNT_MAX. */
static bool parse_count(const char *text, uint32_t *count)
{
    uint64_t value;
    bool is_count = tkg_u64_parse(text, &value) && value >= 1 && value <= TKG_THREAD_COUNT_MAX;
    *count = is_count ? (uint32_t)value : 0;
    return is_count;
}

static enum tkg_status fail_count(const char *text, struct tkg_error *err)
{
    return tkg_fail(err, TKG_CONFIG,
                    "threads: '%.40s' is not a number of threads from 1 to %d; write 1,2,4 or 1..4 "
                    "or 1..all or none",
                    text, (int)TKG_THREAD_COUNT_MAX);
}

enum tkg_status tkg_thread_list_add(struct tkg_thread_list *list, const char *text,
                                    struct tkg_error *err)
{
    uint32_t count;
    size_t at = 0;
    if (!parse_count(text, &count)) {
        return fail_count(text, err);
    }
    while (at < list->count && list->counts[at] < count) {
        at++;
    }
    if (at < list->count && list->counts[at] == count) { /* two cases of one name */
        return tkg_fail(err, TKG_CONFIG, "threads: '%.40s' is given twice; remove one", text);
    }
    /* Different counts from 1 to TKG_THREAD_COUNT_MAX: there is room for all of them. */
    memmove(&list->counts[at + 1], &list->counts[at], (list->count - at) * sizeof(list->counts[0]));
    list->counts[at] = count;
    list->count++;
    return TKG_OK;
}

/* Copies the next item, without the blanks around it, up to separator; a longer item is cut, and is
 * no number then. Returns what follows. */
static const char *take_item(const char *at, const char *separator, char *item)
{
    at += strspn(at, " ");
    const char *end = strstr(at, separator);
    end = end ? end : at + strlen(at);
    size_t length = (size_t)(end - at);
    while (length > 0 && at[length - 1] == ' ') {
        length--;
    }
    int kept = length < ITEM_BYTES ? (int)length : ITEM_BYTES - 1;
    (void)snprintf(item, ITEM_BYTES, "%.*s", kept, at);
    return end;
}

static enum tkg_status parse_range(struct tkg_thread_list *list, const char *text,
                                   struct tkg_error *err)
{
    char item[ITEM_BYTES];
    uint32_t first, last;
    const char *dots = take_item(text, "..", item);
    if (!parse_count(item, &first)) {
        return fail_count(item, err);
    }
    (void)take_item(dots + 2, "\n", item);
    bool is_open = strcmp(item, "all") == 0;
    if (!is_open && !parse_count(item, &last)) {
        return fail_count(item, err);
    }
    if (!is_open && last < first) {
        return tkg_fail(err, TKG_CONFIG, "threads: %u..%u runs backwards; write %u..%u", first,
                        last, last, first);
    }
    list->kind = is_open ? TKG_THREADS_RANGE_TO_ALL : TKG_THREADS_RANGE;
    for (uint32_t count = first; count <= (is_open ? first : last); count++) {
        list->counts[list->count++] = count;
    }
    return TKG_OK;
}

static enum tkg_status parse_items(struct tkg_thread_list *list, const char *text,
                                   struct tkg_error *err)
{
    for (;;) { /* at most TKG_THREAD_COUNT_MAX + 1 times: a count given twice is refused */
        char item[ITEM_BYTES];
        text = take_item(text, ",", item);
        enum tkg_status status = tkg_thread_list_add(list, item, err);
        if (status != TKG_OK || *text == '\0') {
            return status;
        }
        text++;
    }
}

enum tkg_status tkg_thread_list_parse(struct tkg_thread_list *list, const char *text,
                                      struct tkg_error *err)
{
    struct tkg_thread_list fresh = {.count = 0};
    enum tkg_status status = TKG_OK;
    if (strcmp(text, "none") != 0) {
        status =
            strstr(text, "..") ? parse_range(&fresh, text, err) : parse_items(&fresh, text, err);
    }
    if (status == TKG_OK) {
        *list = fresh;
    }
    return status;
}

void tkg_thread_list_expand(struct tkg_thread_list *list, uint32_t usable_count)
{
    if (list->kind != TKG_THREADS_RANGE_TO_ALL) {
        return;
    }
    uint32_t last = usable_count < TKG_THREAD_COUNT_MAX ? usable_count : TKG_THREAD_COUNT_MAX;
    list->count = 1;
    for (uint32_t count = list->counts[0] + 1; count <= last; count++) {
        list->counts[list->count++] = count;
    }
}

/* 64 counts of two digits and their commas take 192 bytes. */
static void format_items(const struct tkg_thread_list *list, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < list->count && used < TKG_THREAD_LIST_BYTES; i++) {
        int added = snprintf(out + used, TKG_THREAD_LIST_BYTES - used, "%s%u", i > 0 ? "," : "",
                             list->counts[i]);
        used += added > 0 ? (size_t)added : 0;
    }
}

const char *tkg_thread_list_format(const struct tkg_thread_list *list, char *out)
{
    if (list->count == 0) {
        (void)snprintf(out, TKG_THREAD_LIST_BYTES, "none");
    } else if (list->kind == TKG_THREADS_RANGE_TO_ALL) {
        (void)snprintf(out, TKG_THREAD_LIST_BYTES, "%u..all", list->counts[0]);
    } else if (list->kind == TKG_THREADS_RANGE) {
        (void)snprintf(out, TKG_THREAD_LIST_BYTES, "%u..%u", list->counts[0],
                       list->counts[list->count - 1]);
    } else {
        format_items(list, out);
    }
    return out;
}
