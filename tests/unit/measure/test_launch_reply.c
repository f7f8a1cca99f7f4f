/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "cmocka_all.h"
#include "measure/launch_reply.h"

/* What was asked for, and an answer to it. */
struct exchange {
    struct tkg_launch_spec spec;
    struct tkg_launch_reply reply;
};

static void make_exchange(struct exchange *exchange)
{
    static const uint32_t roles[] = {TKG_ARM_HEAD, TKG_ARM_BASE, TKG_ARM_BASE_AGAIN,
                                     TKG_ARM_HEAD_AGAIN};
    *exchange = (struct exchange){.spec = {.slice_tick_count = 100, .round_count = 2},
                                  .reply = {.magic = TKG_LAUNCH_REPLY_MAGIC,
                                            .struct_bytes = sizeof(struct tkg_launch_reply)}};
    exchange->reply.slices.slice_tick_count = 100;
    exchange->reply.slices.round_count = 2;
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        (void)snprintf(exchange->spec.arms[arm].engine, 16, "./arm%zu.so", arm);
        exchange->spec.arms[arm].role = roles[arm];
        exchange->reply.slices.roles[arm] = roles[arm];
        exchange->reply.slices.digests[arm] = 0xabc;
        exchange->reply.slices.p99_ns[arm] = NAN;
    }
}

static enum tkg_status decode(const struct exchange *exchange, size_t byte_count,
                              struct tkg_error *err)
{
    struct tkg_launch_slices slices;
    return tkg_launch_reply_decode((const uint8_t *)&exchange->reply, byte_count, &exchange->spec,
                                   &slices, err);
}

static void expect(const struct exchange *exchange, enum tkg_status expected, const char *part)
{
    struct tkg_error err = {0};
    assert_status(decode(exchange, sizeof exchange->reply, &err), expected, &err);
    assert_contains(err.text, part);
}

static void good_answer_is_taken(void **state)
{
    (void)state;
    struct exchange exchange;
    make_exchange(&exchange);
    expect(&exchange, TKG_OK, "");
}

static void cut_answer_is_damage(void **state)
{
    (void)state;
    struct exchange exchange;
    struct tkg_error err = {0};
    make_exchange(&exchange);
    assert_int_equal(decode(&exchange, sizeof exchange.reply - 1, &err), TKG_ENGINE_CRASH);
    assert_contains(err.text, "answered with");
}

static void wrong_magic_is_damage(void **state)
{
    (void)state;
    struct exchange exchange;
    make_exchange(&exchange);
    exchange.reply.magic++;
    expect(&exchange, TKG_ENGINE_CRASH, "makes no sense");
}

static void status_that_does_not_exist_is_damage(void **state)
{
    (void)state;
    struct exchange exchange;
    make_exchange(&exchange);
    exchange.reply.status = TKG_STATUS_COUNT;
    expect(&exchange, TKG_ENGINE_CRASH, "makes no sense");
}

static void failure_of_the_launch_comes_back(void **state)
{
    (void)state;
    struct exchange exchange;
    make_exchange(&exchange);
    exchange.reply.status = TKG_ENGINE_COUNT;
    (void)snprintf(exchange.reply.text, sizeof exchange.reply.text, "counted to nine");
    expect(&exchange, TKG_ENGINE_COUNT, "counted to nine");
}

static void answer_to_another_question_is_damage(void **state)
{
    (void)state;
    struct exchange exchange;
    make_exchange(&exchange);
    exchange.reply.slices.round_count = 3;
    expect(&exchange, TKG_ENGINE_CRASH, "not about what was asked");
    make_exchange(&exchange);
    exchange.reply.slices.roles[2] = TKG_ARM_PLANT;
    expect(&exchange, TKG_ENGINE_CRASH, "not about what was asked");
}

static void time_that_is_no_number_is_damage(void **state)
{
    (void)state;
    struct exchange exchange;
    make_exchange(&exchange);
    exchange.reply.slices.wall_ns[1][3] = NAN;
    expect(&exchange, TKG_ENGINE_CRASH, "not about what was asked");
}

static void percentile_that_nobody_asked_for_is_damage(void **state)
{
    (void)state;
    struct exchange exchange;
    make_exchange(&exchange);
    exchange.reply.slices.p99_ns[0] = 5.0;
    expect(&exchange, TKG_ENGINE_CRASH, "not about what was asked");
    exchange.spec.block_tick_count = 100;
    expect(&exchange, TKG_OK, "");
    exchange.reply.slices.p99_ns[0] = INFINITY;
    expect(&exchange, TKG_ENGINE_CRASH, "not about what was asked");
}

static void layouts_of_one_side_must_agree(void **state)
{
    (void)state;
    struct exchange exchange;
    make_exchange(&exchange);
    exchange.reply.slices.digests[2] = 0xdef;
    expect(&exchange, TKG_ENGINE_DIGEST,
           "./arm1.so ends with digest 0x0000000000000abc, ./arm2.so with 0x0000000000000def");
}

/* Whether a head may do other work than its base is not the launch's business. */
static void head_may_differ_from_base(void **state)
{
    (void)state;
    struct exchange exchange;
    make_exchange(&exchange);
    exchange.reply.slices.digests[0] = 0xdef;
    exchange.reply.slices.digests[3] = 0xdef;
    expect(&exchange, TKG_OK, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_answer_is_taken),
        cmocka_unit_test(cut_answer_is_damage),
        cmocka_unit_test(wrong_magic_is_damage),
        cmocka_unit_test(status_that_does_not_exist_is_damage),
        cmocka_unit_test(failure_of_the_launch_comes_back),
        cmocka_unit_test(answer_to_another_question_is_damage),
        cmocka_unit_test(time_that_is_no_number_is_damage),
        cmocka_unit_test(percentile_that_nobody_asked_for_is_damage),
        cmocka_unit_test(layouts_of_one_side_must_agree),
        cmocka_unit_test(head_may_differ_from_base),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
