/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/shards.h"

#include <unistd.h>

#include "cmocka_all.h"
#include "tick/tick_file.h"

static struct tkg_tick_source *open_stream(const char *name)
{
    struct tkg_error err = {.text = ""};
    struct tkg_tick_source *source = NULL;
    assert_status(tkg_tick_source_open(&source, name, 42, &err), TKG_OK, &err);
    return source;
}

static struct tkg_shards cut(struct tkg_tick_source *source, size_t tick_count,
                             uint32_t thread_count)
{
    struct tkg_shards shards;
    struct tkg_error err = {.text = ""};
    assert_status(tkg_shards_init(&shards, source, tick_count, thread_count, &err), TKG_OK, &err);
    return shards;
}

/* Walks the stream and takes every tick off its shard: window i * windows / ticks, lane by
 * instrument. All must be used up at the end. */
static void holds_the_stream(const struct tkg_shards *shards, struct tkg_tick_source *source,
                             uint32_t instruments, uint32_t windows)
{
    size_t taken[128] = {0};
    for (size_t i = 0; i < shards->tick_count; i++) {
        struct tkg_tick tick;
        tkg_tick_source_read(source, i, &tick, 1);
        size_t shard = i * windows / shards->tick_count * instruments + tick.instrument_id;
        assert_true(taken[shard] < shards->items[shard].tick_count);
        assert_memory_equal(&shards->items[shard].ticks[taken[shard]++], &tick, sizeof(tick));
    }
    for (uint32_t i = 0; i < shards->count; i++) {
        assert_int_equal(taken[i], shards->items[i].tick_count);
    }
}

/* 4, 2 and 1 instruments: 16, 32 and 64 windows. */
static void every_tick_is_in_the_shard_of_its_window_and_instrument(void **state)
{
    (void)state;
    const struct {
        const char *stream;
        uint32_t instruments, windows;
    } streams[] = {
        {"synthetic:futures", 4, 16}, {"synthetic:fx", 2, 32}, {"synthetic:randomwalk", 1, 64}};
    for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
        struct tkg_tick_source *source = open_stream(streams[i].stream);
        struct tkg_shards shards = cut(source, 10007, 2);
        assert_int_equal(shards.count, 64);
        holds_the_stream(&shards, source, streams[i].instruments, streams[i].windows);
        tkg_shards_deinit(&shards);
        tkg_tick_source_close(source);
    }
}

/* The digest of a case is made of the shards in their order: neither may know the threads. */
static void shards_do_not_depend_on_the_number_of_threads(void **state)
{
    (void)state;
    struct tkg_tick_source *source = open_stream("synthetic:futures");
    struct tkg_shards one = cut(source, 5000, 1);
    for (uint32_t threads = 2; threads <= 64; threads += 3) {
        struct tkg_shards many = cut(source, 5000, threads);
        assert_int_equal(many.count, one.count);
        for (uint32_t i = 0; i < one.count; i++) {
            assert_int_equal(many.items[i].tick_count, one.items[i].tick_count);
            assert_memory_equal(many.items[i].ticks, one.items[i].ticks,
                                one.items[i].tick_count * sizeof(struct tkg_tick));
            assert_true(many.items[i].thread < threads);
        }
        tkg_shards_deinit(&many);
    }
    tkg_shards_deinit(&one);
    tkg_tick_source_close(source);
}

/* A tick file whose instruments have 5, 4, 3, 3 and 3 ticks; 65 ticks of 65 instruments beside. */
static void write_file(const char *path, const uint32_t *instrument_ids, size_t count,
                       uint32_t instruments)
{
    struct tkg_error err = {.text = ""};
    struct tkg_tick_writer *writer = NULL;
    struct tkg_instrument table[128];
    for (uint32_t i = 0; i < instruments; i++) {
        table[i] = (struct tkg_instrument){.price_tick_e9 = 1, .lot_e9 = 1};
        (void)snprintf(table[i].name, sizeof(table[i].name), "I%u", i);
    }
    assert_status(tkg_tick_writer_open(&writer, path, table, instruments, &err), TKG_OK, &err);
    for (size_t i = 0; i < count; i++) {
        struct tkg_tick tick = {.time_ns = (int64_t)i, .instrument_id = instrument_ids[i]};
        assert_status(tkg_tick_writer_append(writer, &tick, 1, &err), TKG_OK, &err);
    }
    assert_status(tkg_tick_writer_finish(writer, &err), TKG_OK, &err);
}

/* 65 instruments: the last shares the shard of the first, and there is one window. */
static void beyond_64_instruments_share_shards(void **state)
{
    (void)state;
    char path[64];
    uint32_t ids[65];
    for (uint32_t i = 0; i < 65; i++) {
        ids[i] = i;
    }
    (void)snprintf(path, sizeof(path), "shards-%ld.tkt", (long)getpid());
    write_file(path, ids, 65, 65);
    struct tkg_tick_source *source = open_stream(path);
    (void)unlink(path);
    struct tkg_shards shards = cut(source, 65, 3);
    assert_int_equal(shards.count, 64);
    assert_int_equal(shards.items[0].tick_count, 2);
    assert_int_equal(shards.items[0].ticks[1].instrument_id, 64);
    assert_int_equal(shards.items[63].tick_count, 1);
    tkg_shards_deinit(&shards);
    tkg_tick_source_close(source);
}

/* One window of 64 lanes with 5, 4, 3, 3 and 3 ticks, the others empty, on two threads. By hand:
 * 5 | 4, then 3 to the second (7), 3 to the first (8), 3 to the second (10): 8 and 10, where 9 and
 * 9 would be possible (5 + 4 and 3 + 3 + 3): the rule's known example. Mean 9 by busiest 10. */
static void the_largest_go_first_to_the_least_loaded(void **state)
{
    (void)state;
    const uint32_t ids[18] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4};
    const uint32_t threads[5] = {0, 1, 1, 0, 1};
    char path[64];
    (void)snprintf(path, sizeof(path), "shards-%ld.tkt", (long)getpid());
    write_file(path, ids, 18, 64);
    struct tkg_tick_source *source = open_stream(path);
    (void)unlink(path);
    struct tkg_shards shards = cut(source, 18, 2);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(shards.items[i].thread, threads[i]);
    }
    assert_true(fabs(tkg_shards_balance(&shards, 2) - 0.9) < 1e-12);
    tkg_shards_deinit(&shards);
    shards = cut(source, 18, 1);
    assert_true(tkg_shards_balance(&shards, 1) == 1.0);
    tkg_shards_deinit(&shards);
    tkg_tick_source_close(source);
}

/* 16 windows of shares 1/2, 1/4, 1/8, 1/8: enough pieces for every number of threads up to 16. */
static void a_usual_stream_is_shared_fairly(void **state)
{
    (void)state;
    struct tkg_tick_source *source = open_stream("synthetic:futures");
    for (uint32_t threads = 1; threads <= 16; threads++) {
        struct tkg_shards shards = cut(source, 200000, threads);
        assert_true(tkg_shards_balance(&shards, threads) > 0.9);
        tkg_shards_deinit(&shards);
    }
    tkg_tick_source_close(source);
}

static void one_tick_is_one_full_shard(void **state)
{
    (void)state;
    struct tkg_tick_source *source = open_stream("synthetic:randomwalk");
    struct tkg_shards shards = cut(source, 1, 4);
    assert_int_equal(shards.items[0].tick_count, 1);
    assert_int_equal(shards.items[63].tick_count, 0);
    assert_true(tkg_shards_balance(&shards, 4) == 0.25);
    tkg_shards_deinit(&shards);
    tkg_tick_source_close(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_tick_is_in_the_shard_of_its_window_and_instrument),
        cmocka_unit_test(shards_do_not_depend_on_the_number_of_threads),
        cmocka_unit_test(beyond_64_instruments_share_shards),
        cmocka_unit_test(the_largest_go_first_to_the_least_loaded),
        cmocka_unit_test(a_usual_stream_is_shared_fairly),
        cmocka_unit_test(one_tick_is_one_full_shard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
