/* SPDX-License-Identifier: Apache-2.0
 *
 * The core as a shared object, and the engines that are supposed to behave: what dlopen gives must
 * equal what is linked in.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "random_stream.h"
#include "reference_fixture.h"

enum { TICK_COUNT = 4000, INSTRUMENT_COUNT = 2 };

#define MAKER "strategy=maker,latency_ns=900"

/* A plugin under test, through the fixture's allocator and assertions. */
struct plugin {
    void *object;
    struct reference_fixture fixture;
};

static struct tkg_tick *make_stream(void)
{
    struct tkg_tick *ticks = calloc(TICK_COUNT, sizeof *ticks);
    struct tkg_random random = {11};
    assert_non_null(ticks);
    random_stream_make(&random, INSTRUMENT_COUNT, ticks, TICK_COUNT);
    return ticks;
}

static void open_plugin(struct plugin *plugin, const char *path, const char *parameters)
{
    *plugin = (struct plugin){.object = dlopen(path, RTLD_NOW | RTLD_LOCAL)};
    if (!plugin->object) {
        fail_msg("%s", dlerror());
    }
    tkg_engine_entry_function entry = NULL;
    *(void **)&entry = dlsym(plugin->object, TKG_ENGINE_ENTRY_SYMBOL);
    assert_non_null(entry);
    assert_non_null(entry(TKG_ENGINE_ABI_VERSION));
    assert_null(entry(TKG_ENGINE_ABI_VERSION + 1));
    assert_true(reference_fixture_open_ops(&plugin->fixture, entry(TKG_ENGINE_ABI_VERSION),
                                           parameters, INSTRUMENT_COUNT));
}

static void close_plugin(struct plugin *plugin)
{
    reference_fixture_close(&plugin->fixture);
    dlclose(plugin->object);
}

static void assert_equals_built_in(const char *path, const struct tkg_tick *ticks)
{
    struct plugin plugin;
    struct reference_fixture built_in = {0};
    open_plugin(&plugin, path, MAKER);
    assert_true(reference_fixture_open(&built_in, MAKER, INSTRUMENT_COUNT));
    reference_fixture_feed(&plugin.fixture, ticks, TICK_COUNT, 100);
    reference_fixture_feed(&built_in, ticks, TICK_COUNT, TICK_COUNT);
    const struct tkg_engine_report a = reference_fixture_report(&plugin.fixture);
    const struct tkg_engine_report b = reference_fixture_report(&built_in);
    assert_true(b.fill_count > 100);
    reference_fixture_assert_equal(&a, &b);
    reference_fixture_close(&built_in);
    close_plugin(&plugin);
}

/* row: B20 */
static void plugin_gives_the_digest_of_the_built_in_core(void **state)
{
    (void)state;
    struct tkg_tick *ticks = make_stream();
    assert_equals_built_in(TKG_TEST_REFERENCE_SO, ticks);
    free(ticks);
}

static void plugin_exports_its_entry_and_nothing_else(void **state)
{
    (void)state;
    void *object = dlopen(TKG_TEST_REFERENCE_SO, RTLD_NOW | RTLD_LOCAL);
    assert_non_null(object);
    assert_non_null(dlsym(object, TKG_ENGINE_ENTRY_SYMBOL));
    assert_null(dlsym(object, "tkg_reference_ops"));
    assert_null(dlsym(object, "tkg_reference_book_fill"));
    assert_null(dlsym(object, "tkg_reference_entry"));
    dlclose(object);
}

static void slow2x_differs_from_the_core_in_speed_only(void **state)
{
    (void)state;
    struct tkg_tick *ticks = make_stream();
    assert_equals_built_in(TKG_TEST_SLOW2X_SO, ticks);
    free(ticks);
}

static void skeleton_keeps_the_promises_of_the_abi(void **state)
{
    (void)state;
    struct tkg_tick *ticks = make_stream();
    struct plugin plugin;
    open_plugin(&plugin, TKG_TEST_SKELETON_SO, "");
    const struct reference_fixture *fixture = &plugin.fixture;
    const struct tkg_engine_report empty = reference_fixture_report(fixture);
    reference_fixture_feed(fixture, ticks, TICK_COUNT, 1);
    const struct tkg_engine_report first = reference_fixture_report(fixture);
    const struct tkg_engine_report again = reference_fixture_report(fixture);
    assert_int_equal(first.processed_tick_count, TICK_COUNT);
    assert_true(first.rejected_tick_count > 0);
    assert_int_not_equal(first.digest, empty.digest);
    reference_fixture_assert_equal(&first, &again);
    fixture->ops->reset(fixture->engine);
    const struct tkg_engine_report reset = reference_fixture_report(fixture);
    reference_fixture_assert_equal(&empty, &reset);
    reference_fixture_feed(fixture, ticks, TICK_COUNT, 1000);
    const struct tkg_engine_report batched = reference_fixture_report(fixture);
    reference_fixture_assert_equal(&first, &batched);
    assert_int_equal(fixture->allocation_count, 1);
    close_plugin(&plugin);
    free(ticks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_gives_the_digest_of_the_built_in_core),
        cmocka_unit_test(plugin_exports_its_entry_and_nothing_else),
        cmocka_unit_test(slow2x_differs_from_the_core_in_speed_only),
        cmocka_unit_test(skeleton_keeps_the_promises_of_the_abi),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
