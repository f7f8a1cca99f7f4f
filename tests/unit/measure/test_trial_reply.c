/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <unistd.h>

#include "measure/trial_reply.h"
#include "sample/histogram.h"

static struct tkg_trial_reply make_reply(uint64_t histogram_bytes)
{
    struct tkg_trial_reply reply = {
        .magic = TKG_TRIAL_REPLY_MAGIC,
        .struct_bytes = sizeof(reply),
        .trial = tkg_trial_empty(TKG_PASS_BLOCK),
        .engine_name = "mine",
        .histogram_bytes = histogram_bytes,
    };
    return reply;
}

static void whole_reply_survives_the_pipe(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_histogram *histogram = tkg_histogram_create();
    tkg_histogram_record(histogram, 5);
    tkg_histogram_record(histogram, 900000);
    uint8_t *encoded = NULL;
    size_t encoded_bytes = 0;
    assert_status(tkg_histogram_encode(histogram, &encoded, &encoded_bytes, &err), TKG_OK, &err);
    struct tkg_trial_reply reply = make_reply(encoded_bytes);
    reply.trial.digest = 77;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_true(tkg_trial_reply_write(ends[1], &reply, encoded, NULL));
    (void)close(ends[1]);
    uint8_t *bytes = malloc(sizeof(reply) + encoded_bytes);
    assert_int_equal(read(ends[0], bytes, sizeof(reply) + encoded_bytes),
                     sizeof(reply) + encoded_bytes);
    (void)close(ends[0]);
    struct tkg_trial_outcome outcome = {0};
    assert_status(tkg_trial_reply_decode(bytes, sizeof(reply) + encoded_bytes, &outcome, &err),
                  TKG_OK, &err);
    assert_int_equal(outcome.trial.digest, 77);
    assert_string_equal(outcome.engine_name, "mine");
    assert_int_equal(tkg_histogram_count(outcome.histogram), 2);
    assert_int_equal(tkg_histogram_max(outcome.histogram), 900000);
    tkg_trial_outcome_deinit(&outcome);
    tkg_histogram_destroy(histogram);
    free(encoded);
    free(bytes);
}

/* Every bucket in use: no histogram is larger than what the parent is ready to read. */
static void the_largest_histogram_fits_into_a_reply(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_histogram *histogram = tkg_histogram_create();
    assert_non_null(histogram);
    for (uint32_t bucket = 0; bucket < TKG_HISTOGRAM_BUCKET_COUNT; bucket++) {
        assert_true(tkg_histogram_add_to_bucket(histogram, bucket, 1));
    }
    tkg_histogram_raise_max(histogram, UINT64_MAX);
    uint8_t *encoded = NULL;
    size_t encoded_bytes = 0;
    assert_status(tkg_histogram_encode(histogram, &encoded, &encoded_bytes, &err), TKG_OK, &err);
    struct tkg_trial_reply reply = make_reply(encoded_bytes);
    assert_true(sizeof(reply) + encoded_bytes <= TKG_TRIAL_REPLY_BYTES_MAX);
    uint8_t *bytes = malloc(sizeof(reply) + encoded_bytes);
    assert_non_null(bytes);
    memcpy(bytes, &reply, sizeof(reply));
    memcpy(bytes + sizeof(reply), encoded, encoded_bytes);
    struct tkg_trial_outcome outcome = {0};
    assert_status(tkg_trial_reply_decode(bytes, sizeof(reply) + encoded_bytes, &outcome, &err),
                  TKG_OK, &err);
    assert_int_equal(tkg_histogram_count(outcome.histogram), TKG_HISTOGRAM_BUCKET_COUNT);
    tkg_trial_outcome_deinit(&outcome);
    tkg_histogram_destroy(histogram);
    free(encoded);
    free(bytes);
}

static void failure_in_the_child_keeps_status_and_text(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome = {0};
    struct tkg_trial_reply reply = make_reply(0);
    reply.status = TKG_ENGINE_COUNT;
    (void)snprintf(reply.text, sizeof(reply.text), "three, not four");
    assert_int_equal(tkg_trial_reply_decode((const uint8_t *)&reply, sizeof(reply), &outcome, &err),
                     TKG_ENGINE_COUNT);
    assert_string_equal(err.text, "three, not four");
}

/* An engine shares the child's memory: any field may be garbage. */
static void damaged_replies_are_a_crash_not_a_result(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome = {0};
    for (int damage = 0; damage < 8; damage++) {
        struct tkg_trial_reply reply = make_reply(0);
        size_t byte_count = sizeof(reply);
        reply.magic ^= damage == 0;
        reply.struct_bytes += damage == 1;
        reply.status = damage == 2 ? TKG_STATUS_COUNT : 0;
        reply.trial.pass = damage == 3 ? (enum tkg_pass)99 : TKG_PASS_BLOCK;
        reply.histogram_bytes = damage == 4;
        byte_count -= damage == 5;
        reply.stages.row_count = damage == 6 ? TKG_STAGE_ROW_MAX + 1 : 0;
        reply.stages.wall_ns = damage == 7 ? (double)NAN : 0.0;
        assert_int_equal(
            tkg_trial_reply_decode((const uint8_t *)&reply, byte_count, &outcome, &err),
            TKG_ENGINE_CRASH);
        assert_contains(err.text, "the trial's reply is damaged");
    }
}

static void damaged_histogram_is_a_crash_too(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome = {0};
    uint8_t bytes[sizeof(struct tkg_trial_reply) + 5];
    struct tkg_trial_reply reply = make_reply(5);
    memcpy(bytes, &reply, sizeof(reply));
    memset(bytes + sizeof(reply), 0xff, 5);
    assert_int_equal(tkg_trial_reply_decode(bytes, sizeof(bytes), &outcome, &err),
                     TKG_ENGINE_CRASH);
    assert_contains(err.text, "histogram");
    tkg_trial_outcome_deinit(&outcome);
}

/* The child's trial may hold an address of its own memory. */
static void stages_come_beside_the_trial(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome = {0};
    struct tkg_trial_reply reply = make_reply(0);
    reply.trial.stages = &reply.stages;
    reply.stages.wall_ns = 9.0;
    assert_true(tkg_stage_table_add(&reply.stages, "settle", 2, 4.0));
    assert_status(tkg_trial_reply_decode((const uint8_t *)&reply, sizeof(reply), &outcome, &err),
                  TKG_OK, &err);
    assert_null(outcome.trial.stages);
    assert_near(outcome.stages.wall_ns, 9.0, 0.0);
    assert_int_equal(tkg_stage_table_find(&outcome.stages, "settle")->entry_count, 2);
}

static void unterminated_texts_are_cut(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_trial_outcome outcome = {0};
    struct tkg_trial_reply reply = make_reply(0);
    memset(reply.engine_name, 'n', sizeof(reply.engine_name));
    assert_status(tkg_trial_reply_decode((const uint8_t *)&reply, sizeof(reply), &outcome, &err),
                  TKG_OK, &err);
    assert_int_equal(strlen(outcome.engine_name), sizeof(outcome.engine_name) - 1);
}

static void write_to_a_closed_descriptor_fails(void **state)
{
    (void)state;
    struct tkg_trial_reply reply = make_reply(0);
    assert_false(tkg_trial_reply_write(-1, &reply, NULL, NULL));
}

static void telemetry_follows_the_histogram_and_is_checked(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_telemetry *telemetry = tkg_telemetry_create(100000000);
    assert_non_null(telemetry);
    const size_t telemetry_bytes = tkg_telemetry_bytes(0);
    struct tkg_trial_reply reply = make_reply(0);
    uint8_t *bytes = malloc(sizeof(reply) + telemetry_bytes);
    assert_non_null(bytes);
    for (int damage = 0; damage < 4; damage++) {
        struct tkg_trial_outcome outcome = {0};
        reply.telemetry_bytes = telemetry_bytes + (damage == 1);
        reply.histogram_bytes = damage == 2 ? UINT64_MAX : 0;
        telemetry->thread_count = damage == 3 ? TKG_TELEMETRY_THREAD_MAX + 1 : 0;
        memcpy(bytes, &reply, sizeof(reply));
        memcpy(bytes + sizeof(reply), telemetry, telemetry_bytes);
        enum tkg_status status =
            tkg_trial_reply_decode(bytes, sizeof(reply) + telemetry_bytes, &outcome, &err);
        assert_int_equal(status, damage == 0 ? TKG_OK : TKG_ENGINE_CRASH);
        if (damage == 0) {
            assert_int_equal(outcome.telemetry->interval_wanted_ns, 100000000);
        }
        tkg_trial_outcome_deinit(&outcome);
    }
    free(bytes);
    free(telemetry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_reply_survives_the_pipe),
        cmocka_unit_test(the_largest_histogram_fits_into_a_reply),
        cmocka_unit_test(failure_in_the_child_keeps_status_and_text),
        cmocka_unit_test(damaged_replies_are_a_crash_not_a_result),
        cmocka_unit_test(telemetry_follows_the_histogram_and_is_checked),
        cmocka_unit_test(damaged_histogram_is_a_crash_too),
        cmocka_unit_test(stages_come_beside_the_trial),
        cmocka_unit_test(unterminated_texts_are_cut),
        cmocka_unit_test(write_to_a_closed_descriptor_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
