/* SPDX-License-Identifier: Apache-2.0 */
#include "book/price_ladder.h"

#include <string.h>

/* The best stands at three quarters of a window that moves: it may improve by 1,023 ticks and the
 * side may empty by 3,072 before the window has to move again. */
enum { KEYS_BELOW_BEST = TKG_PRICE_LADDER_WINDOW * 3 / 4 };

static uint32_t base_for(uint32_t best_key)
{
    return best_key > KEYS_BELOW_BEST ? (best_key - KEYS_BELOW_BEST) & ~UINT32_C(63) : 0;
}

static uint32_t word_of(uint32_t key)
{
    return key / 64 % TKG_PRICE_LADDER_WORDS;
}

static uint64_t bit_of(uint32_t key)
{
    return UINT64_C(1) << key % 64;
}

static uint32_t highest_bit(uint64_t word)
{
    return 63 - (uint32_t)__builtin_clzll(word);
}

size_t tkg_price_ladder_bytes(uint32_t level_max)
{
    if (level_max < 1 || level_max > TKG_PRICE_LADDER_LEVELS_MAX) {
        return 0;
    }
    const size_t far_bytes = sizeof(struct tkg_price_level) + sizeof(uint32_t);
    const size_t bytes =
        TKG_PRICE_LADDER_WINDOW * sizeof(struct tkg_price_level) + level_max * far_bytes;
    return (bytes + 63) / 64 * 64;
}

void tkg_price_ladder_init(struct tkg_price_ladder *ladder, void *memory, uint32_t level_max)
{
    struct tkg_price_level *levels = memory;
    *ladder = (struct tkg_price_ladder){.window = levels, .level_max = level_max};
    ladder->far_levels = levels + TKG_PRICE_LADDER_WINDOW;
    ladder->far_keys = (uint32_t *)(void *)(ladder->far_levels + level_max);
}

static void mark(struct tkg_price_ladder *ladder, uint32_t key)
{
    const uint32_t word = word_of(key);
    ladder->words[word] |= bit_of(key);
    ladder->summary |= UINT64_C(1) << word;
}

static void unmark(struct tkg_price_ladder *ladder, uint32_t key)
{
    const uint32_t word = word_of(key);
    const uint64_t left = ladder->words[word] & ~bit_of(key);
    ladder->words[word] = left;
    ladder->summary &= ~((uint64_t)(left == 0) << word);
}

void tkg_price_ladder_reset(struct tkg_price_ladder *ladder)
{
    for (; ladder->summary; ladder->summary &= ladder->summary - 1) {
        const uint32_t word = (uint32_t)__builtin_ctzll(ladder->summary);
        for (uint64_t bits = ladder->words[word]; bits; bits &= bits - 1) {
            const uint32_t slot = word * 64 + (uint32_t)__builtin_ctzll(bits);
            ladder->window[slot] = (struct tkg_price_level){0};
        }
        ladder->words[word] = 0;
    }
    ladder->best_key = 0;
    ladder->base_key = 0;
    ladder->level_count = 0;
    ladder->far_count = 0;
}

/* The greatest key of the window that is at most key, which lies in the window; 0: none. */
static uint32_t near_at_or_below(const struct tkg_price_ladder *ladder, uint32_t key)
{
    const uint32_t word = word_of(key);
    const uint64_t here = ladder->words[word] & (UINT64_MAX >> (63 - key % 64));
    if (here) {
        return key / 64 * 64 + highest_bit(here);
    }
    /* The words below, nearest first, from bit 63 down: those that belong to the window's other
     * end are farther away than the window's first word. */
    const uint64_t turned = ladder->summary << (63 - word) | ladder->summary >> 1 >> word;
    const uint64_t below = turned << 1;
    const uint32_t distance = below ? 64 - highest_bit(below) : TKG_PRICE_LADDER_WORDS;
    if (distance > (key - ladder->base_key) / 64) {
        return 0;
    }
    const uint32_t next_word = (word - distance) % TKG_PRICE_LADDER_WORDS;
    return (key / 64 - distance) * 64 + highest_bit(ladder->words[next_word]);
}

/* How many far keys are less than key. */
static uint32_t far_below(const struct tkg_price_ladder *ladder, uint32_t key)
{
    uint32_t first = 0;
    uint32_t end = ladder->far_count;
    while (first < end) {
        const uint32_t middle = first + (end - first) / 2;
        if (ladder->far_keys[middle] < key) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    return first;
}

struct tkg_price_level *tkg_price_ladder_find_far(const struct tkg_price_ladder *ladder,
                                                  uint32_t key)
{
    const uint32_t index = far_below(ladder, key);
    const bool is_there = index < ladder->far_count && ladder->far_keys[index] == key;
    return is_there ? &ladder->far_levels[index] : NULL;
}

static void shift_far(struct tkg_price_ladder *ladder, uint32_t from, uint32_t to)
{
    const size_t count = ladder->far_count - (from > to ? from : to);
    memmove(&ladder->far_keys[to], &ladder->far_keys[from], count * sizeof *ladder->far_keys);
    /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): never NULL, find_far()'s may be */
    memmove(&ladder->far_levels[to], &ladder->far_levels[from], count * sizeof *ladder->far_levels);
}

static struct tkg_price_level *add_far(struct tkg_price_ladder *ladder, uint32_t key)
{
    const uint32_t index = far_below(ladder, key);
    ladder->far_count++;
    shift_far(ladder, index, index + 1);
    ladder->far_keys[index] = key;
    ladder->far_levels[index] = (struct tkg_price_level){0};
    return &ladder->far_levels[index];
}

static void remove_far(struct tkg_price_ladder *ladder, uint32_t key)
{
    const uint32_t index = far_below(ladder, key);
    shift_far(ladder, index + 1, index);
    ladder->far_count--;
}

/* One level from the window to the end of the far ones, all of which are lower. */
static void push_far(struct tkg_price_ladder *ladder, uint32_t key)
{
    struct tkg_price_level *level = tkg_price_ladder_slot(ladder, key);
    ladder->far_keys[ladder->far_count] = key;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): never NULL, find_far()'s may be */
    ladder->far_levels[ladder->far_count++] = *level;
    *level = (struct tkg_price_level){0};
    unmark(ladder, key);
}

/* The window's levels below base_key become far ones, lowest first. */
static void raise_window(struct tkg_price_ladder *ladder, uint32_t base_key)
{
    for (uint32_t i = 0; i < TKG_PRICE_LADDER_WORDS; i++) {
        const uint32_t first_key = ladder->base_key + 64 * i;
        const bool is_leaving = first_key < base_key;
        for (uint64_t bits = is_leaving ? ladder->words[word_of(first_key)] : 0; bits;
             bits &= bits - 1) {
            push_far(ladder, first_key + (uint32_t)__builtin_ctzll(bits));
        }
    }
    ladder->base_key = base_key;
}

/* Far levels from base_key on move into the window, whose levels all stay in it. */
static void lower_window(struct tkg_price_ladder *ladder, uint32_t base_key)
{
    ladder->base_key = base_key;
    while (ladder->far_count && ladder->far_keys[ladder->far_count - 1] >= base_key) {
        const uint32_t key = ladder->far_keys[--ladder->far_count];
        *tkg_price_ladder_slot(ladder, key) = ladder->far_levels[ladder->far_count];
        mark(ladder, key);
    }
}

/* Makes room for a key outside the window, if it shall lie in it. */
__attribute__((noinline)) static void move_window(struct tkg_price_ladder *ladder, uint32_t key)
{
    if (ladder->level_count == 0) {
        ladder->base_key = base_for(key);
    } else if (key > ladder->base_key) {
        raise_window(ladder, base_for(key));
    } else if (ladder->best_key - ladder->base_key < TKG_PRICE_LADDER_WINDOW / 4) {
        lower_window(ladder, base_for(ladder->best_key));
    }
}

struct tkg_price_level *tkg_price_ladder_add(struct tkg_price_ladder *ladder, uint32_t key)
{
    if (!tkg_price_ladder_is_near(ladder, key)) {
        struct tkg_price_level *level = tkg_price_ladder_find_far(ladder, key);
        if (level) {
            return level;
        }
    }
    if (ladder->level_count == ladder->level_max) {
        return NULL;
    }
    if (!tkg_price_ladder_is_near(ladder, key)) {
        move_window(ladder, key);
    }
    ladder->level_count++;
    if (!tkg_price_ladder_is_near(ladder, key)) {
        return add_far(ladder, key);
    }
    mark(ladder, key);
    ladder->best_key = key > ladder->best_key ? key : ladder->best_key;
    return tkg_price_ladder_slot(ladder, key);
}

/* The window is empty: it goes where the best of the far levels is. */
__attribute__((noinline)) static void follow_far(struct tkg_price_ladder *ladder)
{
    ladder->best_key = ladder->far_keys[ladder->far_count - 1];
    lower_window(ladder, base_for(ladder->best_key));
}

void tkg_price_ladder_remove(struct tkg_price_ladder *ladder, uint32_t key)
{
    ladder->level_count--;
    if (!tkg_price_ladder_is_near(ladder, key)) {
        remove_far(ladder, key);
        return;
    }
    *tkg_price_ladder_slot(ladder, key) = (struct tkg_price_level){0};
    unmark(ladder, key);
    if (key == ladder->best_key) {
        ladder->best_key = near_at_or_below(ladder, key);
        if (ladder->best_key == 0 && ladder->far_count > 0) {
            follow_far(ladder);
        }
    }
}

uint32_t tkg_price_ladder_next(const struct tkg_price_ladder *ladder, uint32_t key)
{
    if (key > ladder->best_key) {
        return ladder->best_key;
    }
    if (key > ladder->base_key) {
        const uint32_t near = near_at_or_below(ladder, key - 1);
        if (near) {
            return near;
        }
    }
    const uint32_t below = far_below(ladder, key);
    return below ? ladder->far_keys[below - 1] : 0;
}

uint32_t tkg_price_ladders_lots(const struct tkg_price_ladder sides[2], enum tkg_book_side side,
                                int32_t price)
{
    const struct tkg_price_level *level =
        tkg_price_is_valid(price) ? tkg_price_ladder_find(&sides[side], tkg_price_key(side, price))
                                  : NULL;
    return level ? level->lots : 0;
}

int32_t tkg_price_ladders_next(const struct tkg_price_ladder sides[2], enum tkg_book_side side,
                               int32_t price)
{
    const uint32_t key = tkg_price_key(side, price < 0 ? 0 : price);
    return tkg_price_of_key(side, tkg_price_ladder_next(&sides[side], key));
}
