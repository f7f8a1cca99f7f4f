/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "replay_fixture.h"

#include <unistd.h>

#include "sample/stage_table.h"
#include "tick/tick_file.h"
#include "trace/stage_clock.h"

static struct tkg_stage_table table;

static enum tkg_status run_pass(struct replay_fixture *fixture, struct tkg_error *err)
{
    table = (struct tkg_stage_table){.row_count = 0};
    open_fixture(fixture, TKG_WINDOW_STREAMED);
    fixture->replay.stages = &table;
    enum tkg_status status = tkg_pass_stages(&fixture->replay, err);
    fixture->trial.replay_count = fixture->replay.replay_count;
    close_fixture(fixture);
    return status;
}

static const struct tkg_stage_row *row(const char *name)
{
    const struct tkg_stage_row *found = tkg_stage_table_find(&table, name);
    if (!found) {
        fail_msg("no stage '%s'", name);
    }
    return found;
}

static double sum_ns(void)
{
    double sum = 0.0;
    for (uint32_t i = 0; i < table.row_count; i++) {
        sum += table.rows[i].time_ns;
    }
    return sum;
}

/* 20,000 ticks in windows of 8,000: loaded in three goes. */
/* row: D01 */
static void a_synthetic_stream_is_loaded_and_its_time_adds_up_to_the_wall(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_STAGES, "");
    assert_status(run_pass(&fixture, &err), TKG_OK, &err);
    assert_int_equal(row("data.load")->entry_count, 3);
    assert_true(row("data.load")->time_ns > 0.0);
    assert_null(tkg_stage_table_find(&table, "data.parse"));
    assert_int_equal(row("result")->entry_count, 1);
    assert_true(row("other")->time_ns > 0.0); /* the counter engine enters no stage */
    assert_int_equal(table.row_count, 3);
    assert_true(fabs(sum_ns() - table.wall_ns) <= 0.01 * table.wall_ns + 200.0);
    assert_true(fixture.trial.values[TKG_METRIC_STAGE_GAP] < 0.01);
    assert_int_equal(fixture.trial.invalid & TKG_INVALID_STAGE_GAP, 0);
    assert_true(tkg_stage_table_is_sane(&table));
}

/* A tick file of 3 ticks, so that this test needs no other program. */
static void write_ticks(const char *path)
{
    struct tkg_error err = {0};
    struct tkg_tick_writer *writer = NULL;
    const struct tkg_instrument instrument = {"TEST", 1000000000, 1000000000};
    const struct tkg_tick ticks[3] = {{.time_ns = 1}, {.time_ns = 2}, {.time_ns = 4}};
    assert_status(tkg_tick_writer_open(&writer, path, &instrument, 1, &err), TKG_OK, &err);
    assert_status(tkg_tick_writer_append(writer, ticks, 3, &err), TKG_OK, &err);
    assert_status(tkg_tick_writer_finish(writer, &err), TKG_OK, &err);
}

/* row: D02 */
static void a_file_is_loaded_and_parsed_in_every_replay(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_STAGES, "");
    (void)snprintf(fixture.spec.stream, sizeof(fixture.spec.stream), "stages-%ld.tkt",
                   (long)getpid());
    fixture.spec.tick_count = 3;
    write_ticks(fixture.spec.stream);
    enum tkg_status status = run_pass(&fixture, &err);
    (void)unlink(fixture.spec.stream);
    assert_status(status, TKG_OK, &err);
    assert_true(fixture.trial.replay_count > 1);
    assert_int_equal(row("data.load")->entry_count, 2); /* the bytes, then the window */
    assert_int_equal(row("data.parse")->entry_count, 1);
    assert_true(row("data.parse")->time_ns > 0.0);
    assert_int_equal(fixture.trial.digest, (1 + 2 + 4) ^ (UINT64_C(3) << 40));
    assert_int_equal(fixture.trial.invalid & TKG_INVALID_STAGE_GAP, 0);
}

/* staged.c: three stages a tick, one of them its own; what it enters in reset is not counted. */
static void an_engine_s_stages_are_counted_exactly(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_STAGES, "");
    (void)snprintf(fixture.spec.engine, sizeof(fixture.spec.engine), "%s/staged.so",
                   TKG_TEST_ENGINES);
    fixture.spec.tick_count = 1000;
    assert_status(run_pass(&fixture, &err), TKG_OK, &err);
    assert_int_equal(row("strategy.signal")->entry_count, 1000);
    assert_int_equal(row("order.execute")->entry_count, 1000);
    assert_int_equal(row("model.infer")->entry_count, 1000);
    assert_null(tkg_stage_table_find(&table, "risk.check"));
    assert_true(fixture.trial.values[TKG_METRIC_STAGE_OVERHEAD] > 0.0);
    assert_int_equal(fixture.trial.invalid & TKG_INVALID_STAGE_GAP, 0);
}

/* The recorder belongs to one thread; an engine that breaks that shows as a gap. Here the clock's
 * rate is wrong by 5 %, which does the same to the sum. */
static void a_sum_that_misses_the_wall_flags_the_trial(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_STAGES, "");
    open_fixture(&fixture, TKG_WINDOW_STREAMED);
    fixture.replay.stages = &table;
    fixture.replay.stage_clock->ns_per_unit *= 1.05;
    assert_status(tkg_pass_stages(&fixture.replay, &err), TKG_OK, &err);
    assert_true(fixture.trial.values[TKG_METRIC_STAGE_GAP] > 0.01);
    assert_int_equal(fixture.trial.invalid & TKG_INVALID_STAGE_GAP, TKG_INVALID_STAGE_GAP);
    close_fixture(&fixture);
}

static void failing_engine_ends_the_pass(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct replay_fixture fixture;
    make_fixture(&fixture, TKG_PASS_STAGES, "fail");
    assert_int_equal(run_pass(&fixture, &err), TKG_ENGINE_ERROR);
    make_fixture(&fixture, TKG_PASS_STAGES, "undercount");
    assert_int_equal(run_pass(&fixture, &err), TKG_ENGINE_COUNT);
    make_fixture(&fixture, TKG_PASS_STAGES, "forgetful");
    fixture.spec.tick_count = 10; /* short: there is a second replay on the slowest machine, too */
    assert_int_equal(run_pass(&fixture, &err), TKG_ENGINE_DIGEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_synthetic_stream_is_loaded_and_its_time_adds_up_to_the_wall),
        cmocka_unit_test(a_file_is_loaded_and_parsed_in_every_replay),
        cmocka_unit_test(an_engine_s_stages_are_counted_exactly),
        cmocka_unit_test(a_sum_that_misses_the_wall_flags_the_trial),
        cmocka_unit_test(failing_engine_ends_the_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
