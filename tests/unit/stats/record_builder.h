/* SPDX-License-Identifier: Apache-2.0
 *
 * Run records by hand, for the tests of stats/ and verdict/.
 */
#ifndef TKG_TESTS_RECORD_BUILDER_H
#define TKG_TESTS_RECORD_BUILDER_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/random.h"
#include "sample/run_record.h"
#include "stats/summary.h"

/* |got - expected| <= share * |expected| */
static inline void assert_near(double got, double expected, double share)
{
    if (!(fabs(got - expected) <= share * fabs(expected))) {
        print_message("got %.17g, expected %.17g\n", got, expected);
        fail();
    }
}

/* One trial that gave one metric. */
static inline void add_value(struct tkg_case *the_case, enum tkg_pass pass, uint32_t round,
                             enum tkg_metric metric, double value)
{
    struct tkg_trial trial = tkg_trial_empty(pass);
    trial.round = round;
    trial.order_index = (uint32_t)the_case->trial_count;
    trial.values[metric] = value;
    assert_int_equal(tkg_case_add_trial(the_case, &trial, NULL), TKG_OK);
}

/* The same, flagged. */
static inline void add_flagged(struct tkg_case *the_case, enum tkg_pass pass, uint32_t round,
                               enum tkg_metric metric, double value)
{
    add_value(the_case, pass, round, metric, value);
    the_case->trials[the_case->trial_count - 1].invalid = TKG_INVALID_CPU_SHARE;
}

/* One trial of pass A as measure/ fills it: ticks replayed in wall_ns. */
static inline void add_replay(struct tkg_case *the_case, uint32_t round, double wall_ns)
{
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_THROUGHPUT);
    double ticks = (double)the_case->tick_count;
    trial.round = round;
    trial.processed_tick_count = the_case->tick_count;
    trial.digest = 0xd1;
    trial.values[TKG_METRIC_TOTAL_TIME] = wall_ns;
    trial.values[TKG_METRIC_THROUGHPUT] = ticks / (wall_ns * 1e-9);
    trial.values[TKG_METRIC_LATENCY_MEAN] = wall_ns / ticks;
    assert_int_equal(tkg_case_add_trial(the_case, &trial, NULL), TKG_OK);
}

static inline struct tkg_summary summarise(const struct tkg_run_record *record)
{
    struct tkg_summary summary;
    assert_int_equal(tkg_summary_create(record, &summary, NULL), TKG_OK);
    return summary;
}

/* Standard normal by the polar method (Marsaglia and Bray 1964). */
static inline double draw_normal(struct tkg_random *random)
{
    double u;
    double v;
    double square;
    do {
        u = 2.0 * tkg_random_unit(random) - 1.0;
        v = 2.0 * tkg_random_unit(random) - 1.0;
        square = u * u + v * v;
    } while (square >= 1.0 || square == 0.0);
    return u * sqrt(-2.0 * log(square) / square);
}

#endif
