/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/profile_replay.h"
#include "profile_main.h"

static void every_replay_gives_the_same_digest(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_profile_replay replay;
    uint64_t first = 0, second = 0;
    const struct tkg_count_spec spec = make_count_spec("counter");
    assert_status(tkg_profile_replay_init(&replay, &spec, TKG_WINDOW_CACHED, &err), TKG_OK, &err);
    assert_int_equal(replay.tick_count, 20000);
    assert_status(tkg_profile_replay_once(&replay, &first, &err), TKG_OK, &err);
    assert_status(tkg_profile_replay_once(&replay, &second, &err), TKG_OK, &err);
    assert_int_equal(first, second);
    assert_true(first != 0);
    tkg_profile_replay_deinit(&replay);
}

/* The counter engine's digest shows how ticks were cut into batches: 20,000 in batches of 1,000. */
static void ticks_come_in_the_batches_asked_for(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    uint64_t digests[2] = {0, 0};
    for (size_t i = 0; i < 2; i++) {
        struct tkg_profile_replay replay;
        struct tkg_count_spec spec = make_count_spec("counter");
        (void)snprintf(spec.parameters, sizeof spec.parameters, "batchy");
        spec.batch_tick_count = i == 0 ? 1000 : 700;
        assert_status(tkg_profile_replay_init(&replay, &spec, TKG_WINDOW_STREAMED, &err), TKG_OK,
                      &err);
        assert_status(tkg_profile_replay_once(&replay, &digests[i], &err), TKG_OK, &err);
        tkg_profile_replay_deinit(&replay);
    }
    assert_true(digests[0] != digests[1]);
}

static void failure_to_open_leaves_nothing(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_profile_replay replay;
    struct tkg_count_spec spec = make_count_spec("counter");
    (void)snprintf(spec.parameters, sizeof spec.parameters, "refuse");
    assert_status(tkg_profile_replay_init(&replay, &spec, TKG_WINDOW_CACHED, &err),
                  TKG_ENGINE_ERROR, &err);
    assert_contains(err.text, "told to refuse");
    tkg_profile_replay_deinit(&replay);
    spec = make_count_spec("no_such_engine");
    assert_status(tkg_profile_replay_init(&replay, &spec, TKG_WINDOW_CACHED, &err), TKG_USAGE,
                  &err);
    tkg_profile_replay_deinit(&replay);
}

static void wrong_count_is_told(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_profile_replay replay;
    uint64_t digest = 1;
    struct tkg_count_spec spec = make_count_spec("counter");
    (void)snprintf(spec.parameters, sizeof spec.parameters, "undercount");
    assert_status(tkg_profile_replay_init(&replay, &spec, TKG_WINDOW_CACHED, &err), TKG_OK, &err);
    assert_status(tkg_profile_replay_once(&replay, &digest, &err), TKG_ENGINE_COUNT, &err);
    assert_int_equal(digest, 0);
    tkg_profile_replay_deinit(&replay);
}

static void specs_out_of_range_are_told_apart(void **state)
{
    (void)state;
    struct tkg_count_spec spec = make_count_spec("counter");
    assert_true(tkg_count_spec_is_sane(&spec));
    spec.tick_count = 0;
    assert_false(tkg_count_spec_is_sane(&spec));
    spec.tick_count = TKG_COUNT_TICK_MAX + 1;
    assert_false(tkg_count_spec_is_sane(&spec));
    spec.tick_count = TKG_COUNT_TICK_MAX;
    spec.batch_tick_count = 0;
    assert_false(tkg_count_spec_is_sane(&spec));
    spec.batch_tick_count = 1;
    spec.struct_bytes--;
    assert_false(tkg_count_spec_is_sane(&spec));
}

int main(int argc, char **argv)
{
    int exit_code = 0;
    if (is_profile_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_replay_gives_the_same_digest),
        cmocka_unit_test(ticks_come_in_the_batches_asked_for),
        cmocka_unit_test(failure_to_open_leaves_nothing),
        cmocka_unit_test(wrong_count_is_told),
        cmocka_unit_test(specs_out_of_range_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
