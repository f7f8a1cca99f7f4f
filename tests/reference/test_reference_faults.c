/* SPDX-License-Identifier: Apache-2.0
 *
 * The core on streams with planted faults: what it refuses is exactly what was planted, but for
 * duplicates, which a core that compares times alone cannot tell from a quiet market.
 */
#include <stdlib.h>

#include "cmocka_support.h"
#include "reference_fixture.h"
#include "tick/fault.h"
#include "tick/synthetic.h"

enum { TICK_COUNT = 300000, INSTRUMENTS_MAX = 4 };

static const char *const strategies[] = {"strategy=taker", "strategy=maker"};

static struct tkg_tick *read_ticks(const char *stream, uint64_t seed, size_t count)
{
    struct tkg_tick *ticks = calloc(count, sizeof *ticks);
    struct tkg_synthetic *synthetic = NULL;
    assert_non_null(ticks);
    assert_int_equal(tkg_synthetic_create(&synthetic, stream, seed, NULL), TKG_OK);
    tkg_synthetic_read(synthetic, 0, ticks, count);
    tkg_synthetic_destroy(synthetic);
    return ticks;
}

static struct tkg_engine_report replay(const char *strategy, const struct tkg_tick *ticks,
                                       size_t count)
{
    struct reference_fixture fixture = {0};
    assert_true(reference_fixture_open(&fixture, strategy, INSTRUMENTS_MAX));
    reference_fixture_feed(&fixture, ticks, count, 4096);
    const struct tkg_engine_report report = reference_fixture_report(&fixture);
    reference_fixture_close(&fixture);
    return report;
}

/* row: B22 */
static void rejected_ticks_are_the_planted_ones(void **state)
{
    (void)state;
    const char *const streams[] = {"futures+faults", "fx+faults", "randomwalk+faults"};
    const size_t counts[] = {0, 1, 999, 1000, 123457, TICK_COUNT};
    for (size_t s = 0; s < 3; s++) {
        struct tkg_tick *ticks = read_ticks(streams[s], 42, TICK_COUNT);
        for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
            uint64_t planted[TKG_FAULT_KINDS];
            tkg_fault_count(42, counts[c], planted);
            const uint64_t refused = planted[TKG_FAULT_OUT_OF_ORDER] + planted[TKG_FAULT_CROSSED] +
                                     planted[TKG_FAULT_BAD_PRICE];
            for (size_t i = 0; i < 2; i++) {
                const struct tkg_engine_report report = replay(strategies[i], ticks, counts[c]);
                assert_int_equal(report.processed_tick_count, counts[c]);
                assert_int_equal(report.rejected_tick_count, refused);
            }
        }
        free(ticks);
    }
}

static void clean_streams_have_nothing_to_reject(void **state)
{
    (void)state;
    const char *const streams[] = {"futures", "fx", "randomwalk"};
    for (size_t s = 0; s < 3; s++) {
        struct tkg_tick *ticks = read_ticks(streams[s], 42, TICK_COUNT);
        for (size_t i = 0; i < 2; i++) {
            assert_int_equal(replay(strategies[i], ticks, TICK_COUNT).rejected_tick_count, 0);
        }
        free(ticks);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rejected_ticks_are_the_planted_ones),
        cmocka_unit_test(clean_streams_have_nothing_to_reject),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
