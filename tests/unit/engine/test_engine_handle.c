/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "counter_engine.h"
#include "engine/engine_handle.h"
#include <tickgate/trace.h>

static const struct tkg_builtin_engine builtins[] = {{"counter", counter_entry}, {NULL, NULL}};

static const struct tkg_instrument instrument = {"TEST", 1000000000, 1000000000};

static int set_builtins(void **state)
{
    (void)state;
    tkg_engine_set_builtins(builtins);
    return 0;
}

static struct tkg_engine *open_counter(const char *parameters)
{
    struct tkg_error err = {0};
    struct tkg_engine *engine = NULL;
    assert_status(tkg_engine_open(&engine, "counter", &err), TKG_OK, &err);
    assert_status(tkg_engine_create_instance(engine, &instrument, 1, parameters, 1, &err), TKG_OK,
                  &err);
    return engine;
}

static void built_in_engine_runs_a_whole_life(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_engine *engine = open_counter("");
    struct tkg_tick ticks[3] = {{.time_ns = 5}, {.time_ns = 7}, {.time_ns = 11}};
    struct tkg_engine_report report;
    assert_string_equal(tkg_engine_ops(engine)->name, "counter");
    assert_status(tkg_engine_feed(engine, ticks, 3, &err), TKG_OK, &err);
    assert_status(tkg_engine_finish(engine, 3, &report, &err), TKG_OK, &err);
    assert_int_equal(report.digest, (5 + 7 + 11) ^ (UINT64_C(3) << 40));
    tkg_engine_reset(engine);
    assert_status(tkg_engine_finish(engine, 0, &report, &err), TKG_OK, &err);
    assert_int_equal(report.digest, 0);
    assert_int_equal(tkg_engine_allocation_count(engine), 1);
    assert_true(tkg_engine_allocated_bytes(engine) >= sizeof(struct counter_engine));
    tkg_engine_close(engine);
}

static void wrong_count_names_both_numbers(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_engine *engine = open_counter("undercount");
    struct tkg_tick ticks[4] = {{0}};
    struct tkg_engine_report report;
    assert_status(tkg_engine_feed(engine, ticks, 4, &err), TKG_OK, &err);
    assert_int_equal(tkg_engine_finish(engine, 4, &report, &err), TKG_ENGINE_COUNT);
    assert_string_equal(err.text, "engine counter reports 3 processed ticks, 4 were handed in; "
                                  "rejected ticks count as processed");
    tkg_engine_close(engine);
}

static void refusing_create_passes_its_message_on(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_engine *engine = NULL;
    assert_status(tkg_engine_open(&engine, "counter", &err), TKG_OK, &err);
    assert_int_equal(tkg_engine_create_instance(engine, &instrument, 1, "refuse", 1, &err),
                     TKG_ENGINE_ERROR);
    assert_string_equal(err.text, "engine counter: create failed: told to refuse");
    tkg_engine_close(engine);
}

static void failing_on_ticks_is_an_engine_error(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_engine *engine = open_counter("fail");
    struct tkg_tick tick = {0};
    assert_int_equal(tkg_engine_feed(engine, &tick, 1, &err), TKG_ENGINE_ERROR);
    assert_string_equal(err.text, "engine counter: on_ticks returned 1");
    tkg_engine_close(engine);
}

/* Every way a shared object can be no engine: file, part of the message. */
static void bad_shared_objects_are_refused_with_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        const char *reason;
    } cases[] = {
        {"missing_file.so", "cannot be loaded"},
        {"no_entry.so", "exports no tkg_engine_entry()"},
        {"wrong_abi.so", "has ABI version"},
        {"short_table.so", "set struct_bytes to sizeof(struct tkg_engine_ops)"},
        {"missing_op.so", "leaves 'on_ticks' of its operation table empty"},
        {"null_table.so", "does not serve ABI version 1"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char path[512];
        struct tkg_error err = {0};
        struct tkg_engine *engine = NULL;
        (void)snprintf(path, sizeof(path), "%s/%s", TKG_TEST_ENGINES, cases[i].file);
        assert_int_equal(tkg_engine_open(&engine, path, &err), TKG_ENGINE_LOAD);
        assert_contains(err.text, cases[i].reason);
        assert_contains(err.text, cases[i].file);
        assert_null(engine);
    }
}

static struct tkg_engine *open_plugin(const char *name)
{
    char path[512];
    struct tkg_error err = {0};
    struct tkg_engine *engine = NULL;
    (void)snprintf(path, sizeof(path), "%s/%s.so", TKG_TEST_ENGINES, name);
    assert_status(tkg_engine_open(&engine, path, &err), TKG_OK, &err);
    return engine;
}

/* old_table.c is built with the header as it was first published. Behind its table lies a word of
 * all ones, which a host that believes its own size would call. */
static void an_engine_with_the_first_table_lives_a_whole_life(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_engine *engine = open_plugin("old_table");
    struct tkg_tick ticks[2] = {{.time_ns = 5}, {.time_ns = 7}};
    struct tkg_engine_report report;
    assert_true(tkg_engine_ops(engine)->struct_bytes < sizeof(struct tkg_engine_ops));
    assert_false(tkg_engine_has_portfolio(engine));
    assert_status(tkg_engine_create_instance(engine, &instrument, 1, "", 1, &err), TKG_OK, &err);
    assert_status(tkg_engine_feed(engine, ticks, 2, &err), TKG_OK, &err);
    assert_status(tkg_engine_finish(engine, 2, &report, &err), TKG_OK, &err);
    assert_int_equal(report.digest, 5 * 31 + 7);
    tkg_engine_close(engine);
}

/* staged.c registers a stage of its own in create(). */
static void the_recorder_reaches_the_engine(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_stage_recorder recorder = {.struct_bytes = sizeof(recorder)};
    struct tkg_tick tick = {.time_ns = 5};
    struct tkg_engine *engine = open_plugin("staged");
    tkg_engine_set_stages(engine, &recorder);
    assert_status(tkg_engine_create_instance(engine, &instrument, 1, "", 1, &err), TKG_OK, &err);
    assert_status(tkg_engine_feed(engine, &tick, 1, &err), TKG_OK, &err);
    assert_string_equal(recorder.own[TKG_STAGE_STANDARD_COUNT], "model.infer");
    assert_int_equal(recorder.entries[TKG_STAGE_STRATEGY_SIGNAL], 1);
    tkg_engine_close(engine);
}

static void without_a_recorder_the_same_engine_runs(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_tick tick = {.time_ns = 5};
    struct tkg_engine *engine = open_plugin("staged");
    assert_status(tkg_engine_create_instance(engine, &instrument, 1, "", 1, &err), TKG_OK, &err);
    assert_status(tkg_engine_feed(engine, &tick, 1, &err), TKG_OK, &err);
    tkg_engine_close(engine);
}

/* The figures are those of earning.c. */
static void portfolio_figures_come_as_the_engine_says_them(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_engine_portfolio portfolio;
    struct tkg_engine *engine = open_plugin("earning");
    assert_true(tkg_engine_has_portfolio(engine));
    assert_status(tkg_engine_create_instance(engine, &instrument, 1, "", 1, &err), TKG_OK, &err);
    assert_status(tkg_engine_read_portfolio(engine, &portfolio, &err), TKG_OK, &err);
    assert_int_equal(portfolio.struct_bytes, sizeof(portfolio));
    assert_int_equal(portfolio.return_count, 252);
    assert_near(portfolio.sharpe, 1.25, 0.0);
    assert_nan(portfolio.sortino);
    tkg_engine_close(engine);
}

static void failing_portfolio_is_an_engine_error(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_engine_portfolio portfolio;
    struct tkg_engine *engine = open_plugin("losing");
    assert_status(tkg_engine_create_instance(engine, &instrument, 1, "", 1, &err), TKG_OK, &err);
    assert_int_equal(tkg_engine_read_portfolio(engine, &portfolio, &err), TKG_ENGINE_ERROR);
    assert_contains(err.text, "losing.so: portfolio returned 1");
    tkg_engine_close(engine);
}

static void a_table_without_portfolio_has_none(void **state)
{
    (void)state;
    struct tkg_engine *engine = open_counter("");
    assert_false(tkg_engine_has_portfolio(engine));
    tkg_engine_close(engine);
}

static void unknown_name_lists_the_built_in_ones(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_engine *engine = NULL;
    assert_int_equal(tkg_engine_open(&engine, "contour", &err), TKG_USAGE);
    assert_contains(err.text, "no built-in engine is called 'contour'; known: counter;");
}

static void names_are_checked_without_loading(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    assert_status(tkg_engine_check_name("counter", &err), TKG_OK, &err);
    assert_status(tkg_engine_check_name(TKG_TEST_ENGINES "/crash.so", &err), TKG_OK, &err);
    assert_int_equal(tkg_engine_check_name("contour", &err), TKG_USAGE);
    assert_int_equal(tkg_engine_check_name("/nonexistent/x.so", &err), TKG_INPUT);
    assert_contains(err.text, "/nonexistent/x.so cannot be read: No such file");
    assert_int_equal(tkg_engine_check_name("/", &err), TKG_INPUT);
    assert_contains(err.text, "Is a directory");
    assert_int_equal(tkg_engine_check_name("/dev/null", &err), TKG_INPUT);
    assert_contains(err.text, "the file is empty");
}

static void overlong_name_is_refused(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_engine *engine = NULL;
    char name[400];
    memset(name, 'x', sizeof(name));
    name[sizeof(name) - 1] = '\0';
    assert_int_equal(tkg_engine_open(&engine, name, &err), TKG_ENGINE_LOAD);
    assert_contains(err.text, "longer than 255 bytes");
}

static void close_of_null_is_nothing(void **state)
{
    (void)state;
    tkg_engine_close(NULL);
    assert_non_null(tkg_engine_builtins());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_in_engine_runs_a_whole_life),
        cmocka_unit_test(wrong_count_names_both_numbers),
        cmocka_unit_test(refusing_create_passes_its_message_on),
        cmocka_unit_test(failing_on_ticks_is_an_engine_error),
        cmocka_unit_test(bad_shared_objects_are_refused_with_the_reason),
        cmocka_unit_test(an_engine_with_the_first_table_lives_a_whole_life),
        cmocka_unit_test(the_recorder_reaches_the_engine),
        cmocka_unit_test(without_a_recorder_the_same_engine_runs),
        cmocka_unit_test(portfolio_figures_come_as_the_engine_says_them),
        cmocka_unit_test(failing_portfolio_is_an_engine_error),
        cmocka_unit_test(a_table_without_portfolio_has_none),
        cmocka_unit_test(unknown_name_lists_the_built_in_ones),
        cmocka_unit_test(names_are_checked_without_loading),
        cmocka_unit_test(overlong_name_is_refused),
        cmocka_unit_test(close_of_null_is_nothing),
    };
    return cmocka_run_group_tests(tests, set_builtins, NULL);
}
