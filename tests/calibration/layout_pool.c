/* SPDX-License-Identifier: Apache-2.0 */
#include "layout_pool.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"

static int is_shared_object(const struct dirent *entry)
{
    const size_t length = strlen(entry->d_name);
    return length > 3 && strcmp(entry->d_name + length - 3, ".so") == 0;
}

static enum tkg_status add(struct tkg_layout_pool *pool, const char *folder, const char *name,
                           struct tkg_error *err)
{
    char *path = pool->paths[pool->count];
    const int length = snprintf(path, TKG_POOL_PATH_BYTES, "%s/%s", folder, name);
    if (length >= TKG_POOL_PATH_BYTES) {
        return tkg_fail(err, TKG_USAGE, "%.80s...: the path is longer than %d bytes", path,
                        TKG_POOL_PATH_BYTES - 1);
    }
    pool->count++;
    return TKG_OK;
}

enum tkg_status tkg_layout_pool_read(struct tkg_layout_pool *pool, const char *folder,
                                     struct tkg_error *err)
{
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, is_shared_object, alphasort);
    enum tkg_status status = TKG_OK;
    *pool = (struct tkg_layout_pool){NULL, 0};
    if (count <= 0) {
        status = tkg_fail(err, TKG_INPUT, "no layouts (*.so) in %s; build them first", folder);
    } else if (count > TKG_POOL_MAX) {
        status = tkg_fail(err, TKG_USAGE, "%s: %d layouts, at most %d are read", folder, count,
                          TKG_POOL_MAX);
    } else {
        pool->paths = calloc((size_t)count, sizeof *pool->paths);
        status = pool->paths ? TKG_OK : tkg_fail(err, TKG_NO_MEMORY, "out of memory");
    }
    for (int i = 0; i < count; i++) {
        status = status == TKG_OK ? add(pool, folder, entries[i]->d_name, err) : status;
        free(entries[i]);
    }
    free(entries);
    return status;
}

void tkg_layout_pool_deinit(struct tkg_layout_pool *pool)
{
    free(pool->paths);
    *pool = (struct tkg_layout_pool){NULL, 0};
}

static void shuffled(const struct tkg_layout_pool *pool, struct tkg_random *random, uint32_t *order)
{
    for (uint32_t i = 0; i < pool->count; i++) {
        order[i] = i;
    }
    tkg_random_shuffle(random, order, pool->count);
}

static enum tkg_status fill_side(const struct tkg_layout_pool *pool, const uint32_t *order,
                                 uint32_t count, struct tkg_side *side, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (uint32_t i = 0; i < count && status == TKG_OK; i++) {
        status = tkg_side_add(side, pool->paths[order[i]], err);
    }
    side->layout_count = side->path_count;
    return status;
}

enum tkg_status tkg_layout_pool_draw(const struct tkg_layout_pool *base,
                                     const struct tkg_layout_pool *head, uint32_t count,
                                     uint64_t seed, struct tkg_comparison_record *record,
                                     struct tkg_error *err)
{
    uint32_t order[TKG_POOL_MAX];
    struct tkg_random random = {seed};
    const bool is_shared = base == head;
    if (base->count < (is_shared ? 2 * count : count) || head->count < count) {
        return tkg_fail(err, TKG_USAGE, "pools of %u and %u layouts, %u a side are asked for",
                        (unsigned)base->count, (unsigned)head->count, (unsigned)count);
    }
    shuffled(base, &random, order);
    enum tkg_status status = fill_side(base, order, count, &record->base, err);
    if (!is_shared) {
        shuffled(head, &random, order);
    }
    const uint32_t *rest = is_shared ? order + count : order;
    return status == TKG_OK ? fill_side(head, rest, count, &record->head, err) : status;
}
