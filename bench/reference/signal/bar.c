/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/bar.h"

#include "signal/contract.h"

void tkg_bar_init(struct tkg_bar_builder *builder, enum tkg_bar_kind kind, uint64_t size)
{
    TKG_REFERENCE_MUST(size >= 1 && (kind != TKG_BAR_TIME || size <= INT64_MAX));
    *builder = (struct tkg_bar_builder){.kind = kind, .size = size};
}

/* Which stretch since 1970 a time lies in; rounds down before 1970, too. */
static int64_t stretch_index(int64_t time_ns, int64_t size_ns)
{
    return time_ns / size_ns - (time_ns % size_ns < 0);
}

/* Opens a time bar on the grid. The first and the last stretch of int64 are shorter. */
static void open_stretch(struct tkg_bar_builder *builder, int64_t time_ns)
{
    const int64_t size_ns = (int64_t)builder->size;
    const int64_t index = stretch_index(time_ns, size_ns);
    if (__builtin_mul_overflow(index, size_ns, &builder->bar.start_ns)) {
        builder->bar.start_ns = INT64_MIN;
    }
    /* From the index: size_ns - 1 after the start, also where the start was cut. */
    const int64_t past = time_ns % size_ns + (time_ns % size_ns < 0 ? size_ns : 0);
    if (__builtin_add_overflow(time_ns, size_ns - 1 - past, &builder->end_ns)) {
        builder->end_ns = INT64_MAX;
    }
    if (builder->has_last) {
        builder->bar.skipped_count = (uint64_t)index - (uint64_t)builder->last_index - 1;
    }
    builder->has_last = true;
    builder->last_index = index;
}

static void open_bar(struct tkg_bar_builder *builder, int64_t time_ns, int64_t price)
{
    builder->bar = (struct tkg_bar){
        .start_ns = time_ns, .open = price, .high = price, .low = price, .close = price};
    if (builder->kind == TKG_BAR_TIME) {
        open_stretch(builder, time_ns);
    }
}

static void add(struct tkg_bar *bar, int64_t time_ns, int64_t price, uint32_t lots)
{
    bar->last_ns = time_ns;
    bar->high = price > bar->high ? price : bar->high;
    bar->low = price < bar->low ? price : bar->low;
    bar->close = price;
    bar->lots += lots;
    bar->update_count++;
}

/* Hands the open bar out; the next update opens a new one. */
static void end_bar(struct tkg_bar_builder *builder, struct tkg_bar *ended)
{
    *ended = builder->bar;
    builder->bar.update_count = 0;
}

bool tkg_bar_update(struct tkg_bar_builder *builder, int64_t time_ns, int64_t price, uint32_t lots,
                    struct tkg_bar *ended)
{
    struct tkg_bar *bar = &builder->bar;
    const bool is_timed = builder->kind == TKG_BAR_TIME;
    const bool is_over = is_timed && bar->update_count > 0 && time_ns > builder->end_ns;
    if (is_over) {
        end_bar(builder, ended);
    }
    if (bar->update_count == 0) {
        open_bar(builder, time_ns, price);
    }
    add(bar, time_ns, price, lots);
    if (is_timed) {
        return is_over;
    }
    const uint64_t filled = builder->kind == TKG_BAR_UPDATES ? bar->update_count : bar->lots;
    if (filled < builder->size) {
        return false;
    }
    end_bar(builder, ended);
    return true;
}

bool tkg_bar_close(struct tkg_bar_builder *builder, struct tkg_bar *ended)
{
    builder->has_last = false; /* closed time is no gap in the bars */
    if (builder->bar.update_count == 0) {
        return false;
    }
    end_bar(builder, ended);
    ended->is_cut = true;
    return true;
}
