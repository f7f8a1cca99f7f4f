/* SPDX-License-Identifier: Apache-2.0 */
#include "reference_parameters.h"

#include <string.h>

#include "cmocka_support.h"
#include "reference_fixture.h"

#define KNOWN                                                                                      \
    "strategy, latency_ns, maker_fee_e6, taker_fee_e6, slippage_ticks, size_lots, fast_shift, "    \
    "slow_shift, threshold_e3, half_spread_e3, skew_e3, max_position_lots"

static void empty_text_gives_the_defaults(void **state)
{
    (void)state;
    struct tkg_reference_parameters parameters;
    assert_true(tkg_reference_parameters_parse(&parameters, "", 4, NULL, 0));
    assert_int_equal(parameters.strategy, TKG_REFERENCE_TAKER);
    assert_int_equal(parameters.latency_ns, 250000);
    assert_int_equal(parameters.maker_fee_e6, 200);
    assert_int_equal(parameters.taker_fee_e6, 500);
    assert_int_equal(parameters.size_lots, 1);
    assert_int_equal(parameters.max_position_lots, 10); /* ten times the size */
}

static void every_key_lands_in_its_field(void **state)
{
    (void)state;
    struct tkg_reference_parameters p;
    assert_true(tkg_reference_parameters_parse(
        &p,
        "max_position_lots=40,skew_e3=12,half_spread_e3=11,threshold_e3=10,slow_shift=9,"
        "fast_shift=8,size_lots=7,slippage_ticks=6,taker_fee_e6=-5,maker_fee_e6=-4,latency_ns=3,"
        "strategy=maker",
        1, NULL, 0));
    assert_int_equal(p.strategy, TKG_REFERENCE_MAKER);
    assert_int_equal(p.latency_ns, 3);
    assert_int_equal(p.maker_fee_e6, -4);
    assert_int_equal(p.taker_fee_e6, -5);
    assert_int_equal(p.slippage_ticks, 6);
    assert_int_equal(p.size_lots, 7);
    assert_int_equal(p.fast_shift, 8);
    assert_int_equal(p.slow_shift, 9);
    assert_int_equal(p.threshold_e3, 10);
    assert_int_equal(p.half_spread_e3, 11);
    assert_int_equal(p.skew_e3, 12);
    assert_int_equal(p.max_position_lots, 40);
}

/* Each bad text with its whole message, through create(), as the host sees it. */
static void every_mistake_has_one_message(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {"colour=red", "parameters: unknown key 'colour'; known keys: " KNOWN},
        {"size_lots=1,sizelots=2", "parameters: unknown key 'sizelots'; known keys: " KNOWN},
        {"=1", "parameters: unknown key ''; known keys: " KNOWN},
        {"strategy", "parameters: 'strategy' is not of the form key=value"},
        {"size_lots=1,", "parameters: '' is not of the form key=value"},
        {",size_lots=1", "parameters: '' is not of the form key=value"},
        {"size_lots=1,size_lots=1", "parameters: size_lots is given twice; give it once"},
        {"strategy=hodl", "parameters: strategy=hodl is neither taker nor maker"},
        {"strategy=", "parameters: strategy= is neither taker nor maker"},
        {"size_lots=0", "parameters: size_lots=0 is not a whole number from 1 to 50000"},
        {"size_lots=", "parameters: size_lots= is not a whole number from 1 to 50000"},
        {"size_lots=1.5", "parameters: size_lots=1.5 is not a whole number from 1 to 50000"},
        {"size_lots= 1", "parameters: size_lots= 1 is not a whole number from 1 to 50000"},
        {"size_lots=0x1", "parameters: size_lots=0x1 is not a whole number from 1 to 50000"},
        {"size_lots=--1", "parameters: size_lots=--1 is not a whole number from 1 to 50000"},
        {"latency_ns=10000000001",
         "parameters: latency_ns=10000000001 is not a whole number from 0 to 10000000000"},
        {"latency_ns=99999999999999999999",
         "parameters: latency_ns=99999999999999999999 is not a whole number from 0 to "
         "10000000000"},
        {"maker_fee_e6=-10001",
         "parameters: maker_fee_e6=-10001 is not a whole number from -10000 to 10000"},
        {"fast_shift=5,slow_shift=5", "parameters: fast_shift=5 must be less than slow_shift=5"},
        {"size_lots=5,max_position_lots=4",
         "parameters: max_position_lots=4 must be at least size_lots=5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reference_fixture fixture = {0};
        assert_false(reference_fixture_open(&fixture, cases[i].text, 1));
        assert_string_equal(fixture.message, cases[i].message);
        assert_null(fixture.engine);
        assert_int_equal(fixture.allocation_count, 0);
    }
}

static void lots_of_all_instruments_together_are_bounded(void **state)
{
    (void)state;
    struct tkg_reference_parameters parameters;
    char message[256];
    assert_true(tkg_reference_parameters_parse(&parameters, "size_lots=12500", 4, NULL, 0));
    assert_false(
        tkg_reference_parameters_parse(&parameters, "size_lots=12501", 4, message, sizeof message));
    assert_string_equal(message,
                        "parameters: positions of up to 12501 lots in 4 instruments exceed "
                        "50000 lots together; lower size_lots or max_position_lots");
    /* A maker may hold its limit and one order more: 10 + 1. */
    assert_true(tkg_reference_parameters_parse(&parameters, "strategy=maker", 4545, NULL, 0));
    assert_false(tkg_reference_parameters_parse(&parameters, "strategy=maker", 4546, NULL, 0));
}

static void long_message_is_cut_to_its_room(void **state)
{
    (void)state;
    struct tkg_reference_parameters parameters;
    char message[12] = "xxxxxxxxxxx";
    assert_false(tkg_reference_parameters_parse(&parameters, "a=1", 1, message, 10));
    assert_string_equal(message, "parameter");
    assert_int_equal(message[10], 'x');
}

static void absent_memory_fails_create_with_its_size(void **state)
{
    (void)state;
    struct reference_fixture fixture = {.refuses = true};
    assert_false(reference_fixture_open(&fixture, "strategy=maker", 3));
    assert_non_null(strstr(fixture.message, "out of memory: "));
    assert_non_null(strstr(fixture.message, "bytes for 3 instruments"));
    assert_null(fixture.engine);
}

static void no_instruments_fail_create(void **state)
{
    (void)state;
    struct reference_fixture fixture = {0};
    assert_false(reference_fixture_open(&fixture, "", 0));
    assert_null(fixture.engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_text_gives_the_defaults),
        cmocka_unit_test(every_key_lands_in_its_field),
        cmocka_unit_test(every_mistake_has_one_message),
        cmocka_unit_test(lots_of_all_instruments_together_are_bounded),
        cmocka_unit_test(long_message_is_cut_to_its_room),
        cmocka_unit_test(absent_memory_fails_create_with_its_size),
        cmocka_unit_test(no_instruments_fail_create),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
