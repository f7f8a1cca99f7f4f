/* SPDX-License-Identifier: Apache-2.0 */
#include "reference_parameters.h"

#include <string.h>

#include "cmocka_support.h"
#include "reference_fixture.h"

#define KNOWN                                                                                      \
    "strategy, loop, book, latency, queue, duplicates, latency_ns, maker_fee_e6, taker_fee_e6, "   \
    "slippage_ticks, size_lots, fast_shift, slow_shift, threshold_e3, half_spread_e3, skew_e3, "   \
    "max_position_lots, feed_latency_ns, response_latency_ns, jitter_ns, queue_power, "            \
    "maker_fee_lot_e3, taker_fee_lot_e3, slippage_spread_e3, impact_e3, levels_max, orders_max, "  \
    "risk_position_lots, risk_notional, risk_interval_ns, risk_burst, statistics, stretch_ns, "    \
    "pause_ns, capital, storm_every, sample_ns, window_samples, entry_e3, exit_e3, levels, bar, "  \
    "bar_size, rsi_length, rsi_limit_e3, atr_length, atr_min_e3, vwap_side, latency_table"

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

#define TABLE(row)                                                                                 \
    "parameters: latency_table: row " #row " must be ELAPSED_NS:LATENCY_NS, elapsed rising, "      \
    "latency at most 10000000000, 16 rows at most"

static void latency_table_is_read_row_by_row(void **state)
{
    (void)state;
    struct tkg_reference_parameters p;
    assert_true(tkg_reference_parameters_parse(
        &p, "latency=table,latency_table=0:250000;86400000000000:10000000000", 1, NULL, 0));
    assert_int_equal(p.latency, TKG_LATENCY_TABLE);
    assert_int_equal(p.latency_table.row_count, 2);
    assert_int_equal(p.latency_table.rows[0].elapsed_ns, 0);
    assert_int_equal(p.latency_table.rows[0].latency_ns, 250000);
    assert_int_equal(p.latency_table.rows[1].elapsed_ns, INT64_C(86400000000000));
    assert_int_equal(p.latency_table.rows[1].latency_ns, INT64_C(10000000000));
}

static void words_become_numbers(void **state)
{
    (void)state;
    struct tkg_reference_parameters p;
    assert_true(tkg_reference_parameters_parse(
        &p, "strategy=storm,loop=general,book=l2,latency=jitter,queue=power,duplicates=refuse", 1,
        NULL, 0));
    assert_int_equal(p.strategy, TKG_REFERENCE_STORM);
    assert_int_equal(p.loop, TKG_REFERENCE_LOOP_GENERAL);
    assert_int_equal(p.book, 1);
    assert_int_equal(p.latency, TKG_LATENCY_JITTER);
    assert_int_equal(p.queue, 1);
    assert_int_equal(p.duplicates, TKG_REFERENCE_DUPLICATES_REFUSE);
}

static void size_of_bars_0_is_one_of_their_kind(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t bar;
        int64_t bar_size;
    } cases[] = {{"", TKG_REFERENCE_BAR_NONE, 0},
                 {"bar=time", TKG_REFERENCE_BAR_TIME, 1000000000},
                 {"bar=tick", TKG_REFERENCE_BAR_TICK, 100},
                 {"bar=volume,bar_size=0", TKG_REFERENCE_BAR_VOLUME, 100},
                 {"bar_size=7,bar=volume", TKG_REFERENCE_BAR_VOLUME, 7}};
    struct tkg_reference_parameters p;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(tkg_reference_parameters_parse(&p, cases[i].text, 1, NULL, 0));
        assert_int_equal(p.bar, cases[i].bar);
        assert_int_equal(p.bar_size, cases[i].bar_size);
        assert_int_equal(p.rsi_limit_e3 + p.atr_min_e3 + p.vwap_side, 0);
    }
}

/* A fast loop runs only what it has the rules for. */
static void anything_beyond_the_fast_loops_is_not_plain(void **state)
{
    (void)state;
    static const char *const plain[] = {"", "strategy=maker,skew_e3=9", "maker_fee_lot_e3=5",
                                        "statistics=0", "jitter_ns=7,queue_power=3,levels_max=9"};
    static const char *const not_plain[] = {
        "loop=general",          "book=l2",
        "strategy=reversion",    "strategy=storm",
        "latency=jitter",        "latency=table,latency_table=0:1",
        "queue=power",           "feed_latency_ns=1",
        "impact_e3=1",           "risk_notional=1",
        "response_latency_ns=1", "risk_interval_ns=1",
        "risk_position_lots=1",  "slippage_spread_e3=1",
        "duplicates=refuse"};
    struct tkg_reference_parameters p;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        assert_true(tkg_reference_parameters_parse(&p, plain[i], 1, NULL, 0));
        assert_true(tkg_reference_parameters_are_plain(&p));
    }
    for (size_t i = 0; i < sizeof not_plain / sizeof not_plain[0]; i++) {
        assert_true(tkg_reference_parameters_parse(&p, not_plain[i], 1, NULL, 0));
        assert_false(tkg_reference_parameters_are_plain(&p));
    }
}

/* A bad text and its whole message. */
struct mistake {
    const char *text;
    const char *message;
};

/* Through create(), as the host sees it. */
static void check_mistakes(const struct mistake *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct reference_fixture fixture = {0};
        assert_false(reference_fixture_open(&fixture, cases[i].text, 1));
        assert_string_equal(fixture.message, cases[i].message);
        assert_null(fixture.engine);
        assert_int_equal(fixture.allocation_count, 0);
    }
}

static void every_mistake_has_one_message(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"colour=red", "parameters: unknown key 'colour'; known keys: " KNOWN},
        {"size_lots=1,sizelots=2", "parameters: unknown key 'sizelots'; known keys: " KNOWN},
        {"=1", "parameters: unknown key ''; known keys: " KNOWN},
        {"strategy", "parameters: 'strategy' is not of the form key=value"},
        {"size_lots=1,", "parameters: '' is not of the form key=value"},
        {",size_lots=1", "parameters: '' is not of the form key=value"},
        {"size_lots=1,size_lots=1", "parameters: size_lots is given twice; give it once"},
        {"strategy=hodl", "parameters: strategy=hodl is none of taker, maker, reversion, storm"},
        {"strategy=", "parameters: strategy= is none of taker, maker, reversion, storm"},
        {"strategy=1", "parameters: strategy=1 is none of taker, maker, reversion, storm"},
        {"loop=fast", "parameters: loop=fast is none of auto, general"},
        {"book=L2", "parameters: book=L2 is none of l1, l2, l3"},
        {"latency=gauss", "parameters: latency=gauss is none of constant, jitter, table"},
        {"queue=fifo", "parameters: queue=fifo is none of conservative, power"},
        {"bar=minute", "parameters: bar=minute is none of none, time, tick, volume"},
        {"rsi_limit_e3=30000",
         "parameters: rsi_limit_e3=30000 needs bar=time, bar=tick or bar=volume"},
        {"bar=none,atr_min_e3=5,vwap_side=1",
         "parameters: atr_min_e3=5 needs bar=time, bar=tick or bar=volume"},
        {"rsi_length=1", "parameters: rsi_length=1 is not a whole number from 2 to 256"},
        {"bar=tick,bar_size=-1",
         "parameters: bar_size=-1 is not a whole number from 0 to 1152921504606846976"},
        {"latency_table=1:2,latency_table=3:4",
         "parameters: latency_table is given twice; give it once"},
        {"latency_table=", TABLE(1)},
        {"latency_table=5", TABLE(1)},
        {"latency_table=-1:5", TABLE(1)},
        {"latency_table=1:-5", TABLE(1)},
        {"latency_table=1:2x", TABLE(1)},
        {"latency_table=1:10000000001", TABLE(1)},
        {"latency_table=1:5;1:6", TABLE(2)},
        {"latency_table=1:5;", TABLE(2)},
        {"latency_table=0:0;1:0;2:0;3:0;4:0;5:0;6:0;7:0;8:0;9:0;10:0;11:0;12:0;13:0;14:0;15:0;16:0",
         TABLE(17)},
        {"pause_ns=5000,stretch_ns=6000",
         "parameters: pause_ns=5000 must be 0 or at least stretch_ns=6000"},
        {"entry_e3=500", "parameters: exit_e3=500 must be less than entry_e3=500"},
        {"entry_e3=8000,levels=4", "parameters: entry_e3=8000 times levels=4 exceeds 30000"},
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
    check_mistakes(cases, sizeof cases / sizeof cases[0]);
}

static void models_duplicates_and_long_values_have_one_message(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"latency=table", "parameters: latency=table needs latency_table"},
        {"latency_table=0:5", "parameters: latency_table needs latency=table"},
        {"latency=jitter,latency_table=0:5", "parameters: latency_table needs latency=table"},
        {"book=l3,queue=power", "parameters: queue=power is of no use to book=l3, which knows "
                                "every place; leave it out"},
        {"duplicates=no", "parameters: duplicates=no is none of accept, refuse"},
        {"latency_ns=-0", "parameters: latency_ns=-0 is not a whole number from 0 to 10000000000"},
        {"maker_fee_e6=-00",
         "parameters: maker_fee_e6=-00 is not a whole number from -10000 to 10000"},
        {"latency=table,latency_table=-0:5", TABLE(1)},
        /* 31 characters are repeated whole; of 32 the first 28. */
        {"risk_burst=1234567890123456789012345678901",
         "parameters: risk_burst=1234567890123456789012345678901 is not a whole number from 1 to "
         "1048576"},
        {"risk_burst=12345678901234567890123456789012",
         "parameters: risk_burst=1234567890123456789012345678... is not a whole number from 1 to "
         "1048576"},
        {"book=abcdefghijklmnopqrstuvwxyzabcdefghijkl",
         "parameters: book=abcdefghijklmnopqrstuvwxyzab... is none of l1, l2, l3"},
    };
    check_mistakes(cases, sizeof cases / sizeof cases[0]);
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
    assert_true(tkg_reference_parameters_parse(&parameters, "strategy=storm", 5000, NULL, 0));
    assert_false(tkg_reference_parameters_parse(&parameters, "strategy=storm", 5001, NULL, 0));
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

/* A host from before stages: its config ends there, and what follows must not be read. */
static void config_of_an_older_host_is_enough(void **state)
{
    (void)state;
    struct reference_fixture fixture = {0};
    assert_true(reference_fixture_open(&fixture, "", 1));
    const struct tkg_instrument instrument = {0};
    struct tkg_stage_recorder *const poison = (struct tkg_stage_recorder *)(void *)&fixture;
    struct tkg_engine_config config = {.struct_bytes = offsetof(struct tkg_engine_config, stages),
                                       .instrument_count = 1,
                                       .instruments = &instrument,
                                       .allocator = &fixture.allocator,
                                       .parameters = "",
                                       .message = fixture.message,
                                       .message_bytes = sizeof fixture.message,
                                       .stages = poison};
    void *engine = NULL;
    const struct tkg_tick tick = reference_quote(1, 10, 11, 1, 1);
    assert_int_equal(fixture.ops->create(&config, &engine), TKG_ENGINE_OK);
    assert_int_equal(fixture.ops->on_ticks(engine, &tick, 1), TKG_ENGINE_OK);
    fixture.ops->destroy(engine);
    config.struct_bytes -= 1;
    assert_int_equal(fixture.ops->create(&config, &engine), TKG_ENGINE_FAILED);
    reference_fixture_close(&fixture);
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
        cmocka_unit_test(words_become_numbers),
        cmocka_unit_test(latency_table_is_read_row_by_row),
        cmocka_unit_test(size_of_bars_0_is_one_of_their_kind),
        cmocka_unit_test(anything_beyond_the_fast_loops_is_not_plain),
        cmocka_unit_test(every_mistake_has_one_message),
        cmocka_unit_test(models_duplicates_and_long_values_have_one_message),
        cmocka_unit_test(lots_of_all_instruments_together_are_bounded),
        cmocka_unit_test(long_message_is_cut_to_its_room),
        cmocka_unit_test(absent_memory_fails_create_with_its_size),
        cmocka_unit_test(config_of_an_older_host_is_enough),
        cmocka_unit_test(no_instruments_fail_create),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
