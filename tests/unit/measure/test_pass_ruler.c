/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "replay_fixture.h"

static uint64_t run_ruler(const char *name, struct tkg_trial *trial)
{
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_RULER, "");
    (void)snprintf(fixture.spec.ruler, sizeof(fixture.spec.ruler), "%s", name);
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_status(tkg_pass_ruler(&fixture.replay, &err), TKG_OK, &err);
    *trial = fixture.trial;
    close_fixture(&fixture);
    return trial->digest;
}

static void every_ruler_gives_a_time_per_tick(void **state)
{
    (void)state;
    static const char *const names[] = {"stream", "copy", "walk", "generate"};
    for (size_t i = 0; i < 4; i++) {
        struct tkg_trial trial;
        (void)run_ruler(names[i], &trial);
        assert_true(trial.values[TKG_METRIC_LATENCY_MEAN] > 0.0);
        assert_true(fabs(trial.values[TKG_METRIC_THROUGHPUT] *
                             trial.values[TKG_METRIC_LATENCY_MEAN] * 1e-9 -
                         1.0) < 1e-9);
    }
}

/* The kernel does its work: its result is the plain sum over one window, done here once more. */
static void stream_ruler_adds_up_every_field(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial trial;
    struct tkg_tick_source *source = NULL;
    struct tkg_tick *ticks = calloc(TKG_WINDOW_TICKS, sizeof(*ticks));
    uint64_t sum = 0;
    assert_status(tkg_tick_source_open(&source, "synthetic:randomwalk", 7, &err), TKG_OK, &err);
    tkg_tick_source_read(source, 0, ticks, TKG_WINDOW_TICKS);
    for (size_t i = 0; i < TKG_WINDOW_TICKS; i++) {
        sum += (uint64_t)(ticks[i].time_ns + ticks[i].bid_price + ticks[i].ask_price);
        sum += ticks[i].bid_size;
        sum += ticks[i].ask_size;
        sum += ticks[i].instrument_id;
        sum += ticks[i].kind;
        sum += ticks[i].flags;
    }
    assert_int_equal(run_ruler("stream", &trial), sum);
    free(ticks);
    tkg_tick_source_close(source);
}

/* Both end with the last tick of the window in their hands: its time, read here by another way. */
static void copy_and_generate_end_with_the_last_tick(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial trial;
    struct tkg_tick_source *source = NULL;
    struct tkg_tick last;
    assert_status(tkg_tick_source_open(&source, "synthetic:randomwalk", 7, &err), TKG_OK, &err);
    tkg_tick_source_read(source, TKG_WINDOW_TICKS - 1, &last, 1);
    assert_int_equal(run_ruler("copy", &trial), last.time_ns);
    assert_int_equal(run_ruler("generate", &trial), last.time_ns);
    tkg_tick_source_close(source);
}

static void unknown_ruler_names_the_known_ones(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_RULER, "");
    (void)snprintf(fixture.spec.ruler, sizeof(fixture.spec.ruler), "yard");
    open_fixture(&fixture, TKG_WINDOW_CACHED);
    assert_int_equal(tkg_pass_ruler(&fixture.replay, &err), TKG_USAGE);
    assert_string_equal(err.text, "no ruler is called 'yard'; known: stream, copy, walk, generate");
    close_fixture(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_ruler_gives_a_time_per_tick),
        cmocka_unit_test(stream_ruler_adds_up_every_field),
        cmocka_unit_test(copy_and_generate_end_with_the_last_tick),
        cmocka_unit_test(unknown_ruler_names_the_known_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
