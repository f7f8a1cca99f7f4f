/* SPDX-License-Identifier: Apache-2.0
 *
 * Whole book streams before the slow judge of book_replay.h.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <xxhash.h>

#include "base/random.h"
#include "book_replay.h"
#include "tick/book_stream.h"
#include "tick/synthetic.h"
#include "tick/tick_bytes.h"
#include "tick/tick_source.h"

enum { CHUNK = 4096, BLOCK = 512 };
static const char *const both[] = {"orders", "depth"};

static struct tkg_book_stream *create(const char *preset, uint64_t seed)
{
    struct tkg_book_stream *stream = NULL;
    assert_int_equal(tkg_book_stream_create(&stream, preset, seed, NULL), TKG_OK);
    return stream;
}

static struct replay *make_replay(void)
{
    struct replay *replay = calloc(1, sizeof(*replay));
    assert_non_null(replay);
    return replay;
}

/* Replays messages [first, first + count); fails with the judge's words. */
static void replay_stretch(struct replay *replay, const char *preset, uint64_t seed, uint64_t first,
                           uint64_t count)
{
    struct tkg_book_stream *stream = create(preset, seed);
    static struct tkg_tick ticks[CHUNK];
    for (uint64_t done = 0; done < count; done += CHUNK) {
        size_t part = count - done < CHUNK ? (size_t)(count - done) : CHUNK;
        tkg_book_stream_read(stream, first + done, ticks, part);
        for (size_t i = 0; i < part; i++) {
            if (!replay_tick(replay, &ticks[i])) {
                fail_msg("%s, seed %llu, message %llu: %s", preset, (unsigned long long)seed,
                         (unsigned long long)(first + done + i), replay->complaint);
            }
        }
    }
    tkg_book_stream_destroy(stream);
}

static void a_thousand_seeds_contradict_themselves_nowhere(void **state)
{
    (void)state;
    struct replay *replay = make_replay();
    for (uint64_t seed = 0; seed < 1000; seed++) {
        /* Any length up to 4,096: opening blocks, flow blocks and every seam between them. */
        uint64_t count = 1024 + tkg_random_at(77, seed) % 3073;
        for (size_t p = 0; p < 2; p++) {
            memset(replay, 0, sizeof(*replay));
            replay_stretch(replay, both[p], seed, 0, count);
        }
    }
    free(replay);
}

static void long_replays_contradict_themselves_nowhere(void **state)
{
    (void)state;
    struct replay *replay = make_replay();
    /* Past the end of the first era, where the first deep orders of the flow itself end. */
    replay_stretch(replay, "orders", 1, 0, 170000);
    memset(replay, 0, sizeof(*replay));
    replay_stretch(replay, "depth", 1, 0, 600000);
    free(replay);
}

static void stretches_deep_in_the_stream_contradict_themselves_nowhere(void **state)
{
    (void)state;
    struct replay *replay = make_replay();
    for (uint64_t place = 0; place < 60; place++) {
        uint64_t last = TKG_SYNTHETIC_TICK_MAX - 20000;
        uint64_t first = place == 59 ? last : tkg_random_at(78, place) % last;
        for (size_t p = 0; p < 2; p++) {
            memset(replay, 0, sizeof(*replay));
            replay->from_the_middle = true;
            replay_stretch(replay, both[p], place, first, 20000);
        }
    }
    free(replay);
}

static double share(const struct replay *replay, unsigned kind)
{
    uint64_t all = 0;
    for (unsigned i = 0; i < 8; i++) {
        all += replay->kinds[i];
    }
    return (double)replay->kinds[kind] / (double)all;
}

#define assert_between(value, low, high) assert_true((value) > (low) && (value) < (high))

static void the_mix_of_messages_is_that_of_real_feeds(void **state)
{
    (void)state;
    static struct tkg_tick ticks[1 << 20];
    static struct replay mix; /* kinds only: nothing is replayed */
    struct tkg_book_stream *stream = create("orders", 2);
    tkg_book_stream_read(stream, 40000, ticks, 1 << 20);
    tkg_book_stream_destroy(stream);
    memset(&mix, 0, sizeof(mix));
    for (size_t i = 0; i < 1 << 20; i++) {
        mix.kinds[ticks[i].kind]++;
    }
    double others = share(&mix, TKG_TICK_ORDER_MODIFY) + share(&mix, TKG_TICK_ORDER_REDUCE);
    print_message("orders: adds %.4f, deletes %.4f, executes %.4f, modifies %.4f, reduces %.4f\n",
                  share(&mix, TKG_TICK_ORDER_ADD), share(&mix, TKG_TICK_ORDER_DELETE),
                  share(&mix, TKG_TICK_ORDER_EXECUTE), share(&mix, TKG_TICK_ORDER_MODIFY),
                  share(&mix, TKG_TICK_ORDER_REDUCE));
    assert_between(share(&mix, TKG_TICK_ORDER_ADD), 0.42, 0.48);
    assert_between(share(&mix, TKG_TICK_ORDER_DELETE), 0.38, 0.46);
    assert_between(share(&mix, TKG_TICK_ORDER_EXECUTE), 0.05, 0.07);
    assert_between(others, 0.04, 0.11);
}

/* What a reader of the books sees after each message, from `warm` on. */
struct sights {
    uint64_t count;
    uint64_t narrow; /* spreads of one tick */
    uint64_t moves;  /* of the middle */
    uint32_t live_min;
    uint32_t live_max;
};

static void look(struct sights *sights, const struct replay *replay, unsigned book,
                 int32_t last_sum[REPLAY_BOOKS])
{
    const struct replay_orders *orders = &replay->orders[book];
    int32_t bid = replay_best(orders->price, orders->ask, orders->count, false);
    int32_t ask = replay_best(orders->price, orders->ask, orders->count, true);
    uint32_t live = replay->live_count;
    sights->count++;
    sights->narrow += ask - bid == 1;
    sights->moves += bid + ask != last_sum[book];
    last_sum[book] = bid + ask;
    sights->live_min = live < sights->live_min ? live : sights->live_min;
    sights->live_max = live > sights->live_max ? live : sights->live_max;
}

static void books_are_full_tight_and_trade_at_their_front(void **state)
{
    (void)state;
    enum { WARM = 33280, COUNT = WARM + 20 * CHUNK };
    struct replay *replay = make_replay();
    struct sights sights = {.live_min = UINT32_MAX};
    int32_t last_sum[REPLAY_BOOKS] = {0};
    struct tkg_book_stream *stream = create("orders", 3);
    for (uint64_t i = 0; i < COUNT; i++) {
        struct tkg_tick tick;
        tkg_book_stream_read(stream, i, &tick, 1);
        assert_true(replay_tick(replay, &tick));
        if (i >= WARM) {
            look(&sights, replay, tick.instrument_id, last_sum);
        }
    }
    double narrow = (double)sights.narrow / (double)sights.count;
    double moves = (double)sights.moves / (double)sights.count;
    print_message("orders: live %u to %u, spread one %.3f, middle moves %.4f, %llu executions, "
                  "%llu at the best price, %llu at its front\n",
                  sights.live_min, sights.live_max, narrow, moves,
                  (unsigned long long)replay->kinds[TKG_TICK_ORDER_EXECUTE],
                  (unsigned long long)replay->executed_at_best,
                  (unsigned long long)replay->executed_at_front);
    assert_true(sights.live_min >= 16384 * 9 / 10 && sights.live_max <= 16384 * 11 / 10);
    assert_between(narrow, 0.88, 0.98);
    assert_between(moves, 0.001, 0.02);
    assert_int_equal(replay->executed_at_best, replay->kinds[TKG_TICK_ORDER_EXECUTE]);
    assert_int_equal(replay->executed_at_front, replay->kinds[TKG_TICK_ORDER_EXECUTE]);
    tkg_book_stream_destroy(stream);
    free(replay);
}

static void signs_of_trades_have_a_memory(void **state)
{
    (void)state;
    enum { COUNT = 1 << 21, BOOK = 0 };
    struct tkg_book_stream *stream = create("depth", 5);
    struct tkg_tick *ticks = malloc(COUNT * sizeof(*ticks));
    assert_non_null(ticks);
    tkg_book_stream_read(stream, 2048, ticks, COUNT);
    double before = 0;
    double product = 0;
    double count = 0;
    for (size_t i = 0; i < COUNT; i++) {
        if (ticks[i].kind == TKG_TICK_TRADE && ticks[i].instrument_id == BOOK) {
            double sign = ticks[i].ask_size > 0 ? 1 : -1;
            product += sign * before;
            before = sign;
            count++;
        }
    }
    double autocorrelation = product / count; /* the mean of signs is near 0 */
    print_message("depth: trade share %.4f, sign autocorrelation at lag 1 %.3f\n",
                  count * 4 / COUNT, autocorrelation);
    /* Without memory: standard error 1 / sqrt(17,000) = 0.008. */
    assert_between(autocorrelation, 0.15, 0.5);
    tkg_book_stream_destroy(stream);
    free(ticks);
}

static void any_cutting_and_order_of_reads_gives_the_same_bytes(void **state)
{
    (void)state;
    enum { COUNT = 60000 };
    struct tkg_random random = {5};
    struct tkg_tick *whole = malloc(COUNT * sizeof(*whole));
    struct tkg_tick *part = malloc(3000 * sizeof(*part));
    assert_true(whole != NULL && part != NULL);
    for (size_t p = 0; p < 2; p++) {
        struct tkg_book_stream *stream = create(both[p], 6);
        tkg_book_stream_read(stream, 0, whole, COUNT);
        tkg_book_stream_destroy(stream);
        stream = create(both[p], 6);
        for (unsigned i = 0; i < 3000; i++) {
            size_t count = 1 + tkg_random_below(&random, i % 10 == 0 ? 3000 : 20);
            /* Half of them in the opening. */
            uint32_t bound = i % 2 == 0 ? COUNT - 3000 : 4 * BLOCK;
            uint32_t first = tkg_random_below(&random, bound);
            for (unsigned again = 0; again < 2; again++) {
                tkg_book_stream_read(stream, first, part, count);
                assert_memory_equal(part, &whole[first], count * sizeof(*part));
            }
            /* One whole block, twice running. */
            for (unsigned again = 0; again < 2; again++) {
                tkg_book_stream_read(stream, first / BLOCK * BLOCK, part, BLOCK);
                assert_memory_equal(part, &whole[first / BLOCK * BLOCK], BLOCK * sizeof(*part));
            }
            if (i % 7 == 0) { /* far away and back */
                tkg_book_stream_read(stream, tkg_random_at(9, i) >> 24, part, 1);
            }
        }
        tkg_book_stream_destroy(stream);
    }
    free(part);
    free(whole);
}

/* row: B20 */
static void digests_of_the_first_100000_messages_are_golden(void **state)
{
    (void)state;
    /* Made by this program (there is no outside source), the same by gcc and clang at -O0 and -O3.
     * A change of them is a change of every published result: it needs a new preset name. */
    const uint64_t golden[] = {UINT64_C(0x332e2984c5cb8cbd), UINT64_C(0x0e49b9aae8ba7fab)};
    struct tkg_tick *ticks = malloc(100000 * sizeof(*ticks));
    assert_non_null(ticks);
    for (size_t p = 0; p < 2; p++) {
        struct tkg_book_stream *stream = create(both[p], 42);
        tkg_book_stream_read(stream, 0, ticks, 100000);
        assert_int_equal(XXH3_64bits(ticks, 100000 * sizeof(*ticks)), golden[p]);
        tkg_book_stream_destroy(stream);
    }
    free(ticks);
}

static void every_seed_gives_another_stream(void **state)
{
    (void)state;
    enum { SEEDS = 100 };
    uint64_t digests[2 * SEEDS];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        for (size_t p = 0; p < 2; p++) {
            struct tkg_tick ticks[64];
            struct tkg_book_stream *stream = create(both[p], seed);
            tkg_book_stream_read(stream, 0, ticks, 64);
            tkg_book_stream_destroy(stream);
            digests[2 * seed + p] = XXH3_64bits(ticks, sizeof(ticks));
        }
        for (uint64_t other = 0; other < 2 * seed; other++) {
            assert_int_not_equal(digests[2 * seed], digests[other]);
            assert_int_not_equal(digests[2 * seed + 1], digests[other]);
        }
    }
}

static void the_stream_begins_with_empty_books_that_only_fill(void **state)
{
    (void)state;
    struct tkg_tick ticks[2 * BLOCK];
    for (size_t p = 0; p < 2; p++) {
        struct tkg_book_stream *stream = create(both[p], 1);
        const uint16_t kind = p == 0 ? TKG_TICK_ORDER_ADD : TKG_TICK_DEPTH;
        tkg_book_stream_read(stream, 0, ticks, 2 * BLOCK);
        for (size_t i = 0; i < 2 * BLOCK; i++) {
            assert_int_equal(ticks[i].kind, kind);
            assert_true(ticks[i].bid_size > 0);
        }
        tkg_book_stream_destroy(stream);
    }
}

static void eight_instruments_are_valid_rows(void **state)
{
    (void)state;
    uint32_t count = 0;
    const struct tkg_instrument *rows = tkg_book_stream_instruments(&count);
    assert_int_equal(count, 8);
    assert_int_equal(tkg_tick_instruments_check(rows, count, "", NULL), TKG_OK);
}

static void streams_are_known_by_their_whole_name(void **state)
{
    (void)state;
    assert_true(tkg_book_stream_knows("orders"));
    assert_true(tkg_book_stream_knows("depth"));
    assert_false(tkg_book_stream_knows("order"));
    assert_false(tkg_book_stream_knows("Depth"));
    assert_false(tkg_book_stream_knows(""));
    tkg_book_stream_destroy(NULL);
}

static void they_open_by_name_like_any_stream(void **state)
{
    (void)state;
    const char *names[] = {"synthetic:orders", "synthetic:depth"};
    for (size_t p = 0; p < 2; p++) {
        struct tkg_tick direct[3 * BLOCK];
        struct tkg_tick through[3 * BLOCK];
        struct tkg_tick_source *source = NULL;
        assert_int_equal(tkg_tick_source_open(&source, names[p], 12, NULL), TKG_OK);
        assert_true(tkg_tick_source_count(source) == UINT64_MAX);
        uint32_t count = 0;
        assert_ptr_equal(tkg_tick_source_instruments(source, &count),
                         tkg_book_stream_instruments(&count));
        tkg_tick_source_read(source, 700, through, 3 * BLOCK);
        struct tkg_book_stream *stream = create(both[p], 12);
        tkg_book_stream_read(stream, 700, direct, 3 * BLOCK);
        assert_memory_equal(direct, through, sizeof(direct));
        tkg_book_stream_destroy(stream);
        tkg_tick_source_close(source);
        assert_non_null(strstr(tkg_synthetic_preset_list(), both[p]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_seeds_contradict_themselves_nowhere),
        cmocka_unit_test(long_replays_contradict_themselves_nowhere),
        cmocka_unit_test(stretches_deep_in_the_stream_contradict_themselves_nowhere),
        cmocka_unit_test(the_mix_of_messages_is_that_of_real_feeds),
        cmocka_unit_test(books_are_full_tight_and_trade_at_their_front),
        cmocka_unit_test(signs_of_trades_have_a_memory),
        cmocka_unit_test(any_cutting_and_order_of_reads_gives_the_same_bytes),
        cmocka_unit_test(digests_of_the_first_100000_messages_are_golden),
        cmocka_unit_test(every_seed_gives_another_stream),
        cmocka_unit_test(the_stream_begins_with_empty_books_that_only_fill),
        cmocka_unit_test(eight_instruments_are_valid_rows),
        cmocka_unit_test(streams_are_known_by_their_whole_name),
        cmocka_unit_test(they_open_by_name_like_any_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
