/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/tick_window.h"

#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

#include "base/number.h"

/* Prefaulted: a first touch in a timed part would be most of the result. NULL when there is no
 * room. */
static struct tkg_tick *map_ticks(uint64_t tick_count)
{
    size_t bytes;
    if (!tkg_size_multiply(tick_count, sizeof(struct tkg_tick), &bytes)) {
        return NULL;
    }
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static void unmap_ticks(struct tkg_tick *ticks, uint64_t tick_count)
{
    if (ticks) {
        (void)munmap(ticks, tick_count * sizeof(struct tkg_tick));
    }
}

static uint64_t whole_batches(uint32_t batch_tick_count)
{
    uint64_t batches = TKG_WINDOW_TICKS / batch_tick_count;
    return (batches > 0 ? batches : 1) * batch_tick_count;
}

enum tkg_status tkg_tick_window_init(struct tkg_tick_window *window, struct tkg_tick_source *source,
                                     uint64_t tick_count, uint32_t batch_tick_count,
                                     enum tkg_window_mode mode, struct tkg_error *err)
{
    bool is_cached = mode == TKG_WINDOW_CACHED && tick_count <= TKG_CACHED_TICK_MAX;
    *window = (struct tkg_tick_window){
        .source = source,
        .capacity = whole_batches(batch_tick_count),
        .tick_count = tick_count,
    };
    window->ticks = map_ticks(window->capacity);
    window->cache = is_cached ? map_ticks(tick_count) : NULL;
    if (!window->ticks || (is_cached && !window->cache)) {
        unsigned long long wanted = window->capacity + (is_cached ? tick_count : 0);
        tkg_tick_window_deinit(window);
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for %llu ticks", wanted);
    }
    if (is_cached) {
        tkg_tick_source_read(source, 0, window->cache, tick_count);
    }
    return TKG_OK;
}

void tkg_tick_window_deinit(struct tkg_tick_window *window)
{
    unmap_ticks(window->ticks, window->capacity);
    unmap_ticks(window->cache, window->tick_count);
    *window = (struct tkg_tick_window){0};
}

void tkg_tick_window_rewind(struct tkg_tick_window *window)
{
    window->next_index = 0;
}

size_t tkg_tick_window_next(struct tkg_tick_window *window, const struct tkg_tick **ticks)
{
    uint64_t first = window->next_index;
    uint64_t left = window->tick_count - first;
    size_t count = left < window->capacity ? left : window->capacity;
    if (window->cache) {
        memcpy(window->ticks, window->cache + first, count * sizeof(struct tkg_tick));
    } else if (count > 0) {
        tkg_tick_source_read(window->source, first, window->ticks, count);
    }
    window->next_index = first + count;
    *ticks = window->ticks;
    return count;
}
