/* SPDX-License-Identifier: Apache-2.0
 *
 * Limits before an order: each by hand at the limit and one beyond it, and 1,500 random streams of
 * orders against rules that look at the whole list.
 */
#include <stdbool.h>
#include <stdlib.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "portfolio/risk.h"

enum { STREAMS = 1500, ORDERS_MAX = 120 };

static struct tkg_risk risk;

static void limit(int64_t lots_max, int64_t notional_max, int64_t interval_ns, uint32_t burst)
{
    const struct tkg_risk_limits limits = {.position_lots_max = lots_max,
                                           .notional_max = notional_max,
                                           .order_interval_ns = interval_ns,
                                           .order_burst = burst};
    tkg_risk_init(&risk, &limits);
}

static enum tkg_risk_reason check(int64_t position, int64_t working, int64_t lots, int32_t price)
{
    const struct tkg_risk_order order = {
        .position_lots = position, .working_lots = working, .lots = lots, .price = price};
    return tkg_risk_check(&risk, &order);
}

static enum tkg_risk_reason check_at(int64_t time_ns)
{
    const struct tkg_risk_order order = {.time_ns = time_ns, .lots = 1, .price = 1};
    return tkg_risk_check(&risk, &order);
}

static void position_limit_holds_on_both_sides(void **state)
{
    (void)state;
    limit(10, 0, 0, 0);
    assert_int_equal(check(4, 0, 6, 1), TKG_RISK_ACCEPTED);
    assert_int_equal(check(4, 0, 7, 1), TKG_RISK_POSITION);
    assert_int_equal(check(-4, 0, -6, 1), TKG_RISK_ACCEPTED);
    assert_int_equal(check(-4, 0, -7, 1), TKG_RISK_POSITION);
    assert_int_equal(check(4, 3, 3, 1), TKG_RISK_ACCEPTED); /* what works may fill first */
    assert_int_equal(check(4, 3, 4, 1), TKG_RISK_POSITION);
    assert_int_equal(check(5, 0, -15, 1), TKG_RISK_ACCEPTED); /* a flip to -10 */
    assert_int_equal(check(5, 0, -16, 1), TKG_RISK_POSITION);
}

static void a_position_beyond_its_limit_may_only_shrink(void **state)
{
    (void)state;
    limit(10, 50, 0, 0);
    assert_int_equal(check(30, 0, -1, 100), TKG_RISK_ACCEPTED); /* 29 is still too many */
    assert_int_equal(check(30, 0, -30, 100), TKG_RISK_ACCEPTED);
    assert_int_equal(check(-30, 0, 5, 100), TKG_RISK_ACCEPTED);
    assert_int_equal(check(30, 0, -45, 100), TKG_RISK_POSITION); /* -15: changes sides */
    assert_int_equal(check(30, 0, 1, 100), TKG_RISK_POSITION);
    assert_int_equal(check(-30, 0, -1, 100), TKG_RISK_POSITION);
}

static void notional_limit_is_position_times_price(void **state)
{
    (void)state;
    limit(0, 1000, 0, 0);
    assert_int_equal(check(4, 0, 6, 100), TKG_RISK_ACCEPTED); /* 10 x 100 */
    assert_int_equal(check(4, 0, 6, 101), TKG_RISK_NOTIONAL);
    assert_int_equal(check(0, 0, -10, 101), TKG_RISK_NOTIONAL);
    assert_int_equal(check(0, 0, -9, 101), TKG_RISK_ACCEPTED);
}

static void a_burst_passes_and_then_the_rate_holds(void **state)
{
    (void)state;
    limit(0, 0, 100, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(check_at(1000), TKG_RISK_ACCEPTED);
    }
    assert_int_equal(check_at(1000), TKG_RISK_RATE);
    assert_int_equal(check_at(1099), TKG_RISK_RATE);
    assert_int_equal(check_at(1100), TKG_RISK_ACCEPTED); /* refusals cost nothing */
    assert_int_equal(check_at(1199), TKG_RISK_RATE);
    assert_int_equal(check_at(1250), TKG_RISK_ACCEPTED); /* 50 are left over */
    assert_int_equal(check_at(1300), TKG_RISK_ACCEPTED);
    /* A long rest fills the bucket with a burst and no more. */
    for (int i = 0; i < 3; i++) {
        assert_int_equal(check_at(1000000), TKG_RISK_ACCEPTED);
    }
    assert_int_equal(check_at(1000000), TKG_RISK_RATE);
}

static void a_cancel_uses_the_rate_and_is_not_counted(void **state)
{
    (void)state;
    limit(0, 0, 100, 1);
    assert_true(tkg_risk_take_message(&risk, 0));
    assert_false(tkg_risk_take_message(&risk, 99));
    assert_int_equal(check_at(99), TKG_RISK_RATE);
    assert_true(tkg_risk_take_message(&risk, 100));
    assert_int_equal(risk.counts[TKG_RISK_ACCEPTED], 0);
    assert_int_equal(risk.counts[TKG_RISK_RATE], 1);
}

static void every_answer_is_counted_under_its_first_reason(void **state)
{
    (void)state;
    limit(10, 100, 1000, 2);
    assert_int_equal(check(0, 0, 11, 100), TKG_RISK_POSITION); /* breaks the notional, too */
    assert_int_equal(check(0, 0, 10, 11), TKG_RISK_NOTIONAL);
    assert_int_equal(check(0, 0, 10, 10), TKG_RISK_ACCEPTED);
    assert_int_equal(check(0, 0, 1, 1), TKG_RISK_ACCEPTED);
    assert_int_equal(check(0, 0, 1, 1), TKG_RISK_RATE);
    assert_int_equal(check(0, 0, 99, 1), TKG_RISK_POSITION);
    assert_int_equal(risk.counts[TKG_RISK_ACCEPTED], 2);
    assert_int_equal(risk.counts[TKG_RISK_POSITION], 2);
    assert_int_equal(risk.counts[TKG_RISK_NOTIONAL], 1);
    assert_int_equal(risk.counts[TKG_RISK_RATE], 1);
}

static void zero_means_no_limit(void **state)
{
    (void)state;
    limit(0, 0, 0, 0);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(check(INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX), TKG_RISK_ACCEPTED);
    }
}

static void the_ends_of_all_ranges_do_not_overflow(void **state)
{
    (void)state;
    const int64_t lots = INT64_C(1) << 31;
    limit(lots, INT64_MAX, INT64_C(1) << 40, UINT32_C(1) << 20);
    assert_int_equal(check(lots, lots, lots, INT32_MAX), TKG_RISK_POSITION);
    limit(0, INT64_MAX, INT64_C(1) << 40, UINT32_C(1) << 20);
    /* 3 x 2^31 x (2^31 - 1) is beyond 2^63. */
    assert_int_equal(check(lots, lots, lots, INT32_MAX), TKG_RISK_NOTIONAL);
    assert_int_equal(check(-lots, -lots, -lots, INT32_MAX), TKG_RISK_NOTIONAL);
    assert_int_equal(check_at(INT64_MIN), TKG_RISK_ACCEPTED);
    assert_int_equal(check_at(INT64_MAX), TKG_RISK_ACCEPTED);
    assert_int_equal(check_at(INT64_MIN), TKG_RISK_ACCEPTED); /* time went back: earns nothing */
    assert_true(risk.credit_ns <= (INT64_C(1) << 60));
}

static void reasons_have_texts(void **state)
{
    (void)state;
    assert_string_equal(tkg_risk_reason_text(TKG_RISK_ACCEPTED), "accepted");
    assert_string_equal(tkg_risk_reason_text(TKG_RISK_POSITION), "position limit");
    assert_string_equal(tkg_risk_reason_text(TKG_RISK_NOTIONAL), "notional limit");
    assert_string_equal(tkg_risk_reason_text(TKG_RISK_RATE), "order rate");
    assert_string_equal(tkg_risk_reason_text(TKG_RISK_REASON_COUNT), "unknown reason");
}

/* --- over the list of all orders ------------------------------------------------------------- */

static int64_t accepted_ns[ORDERS_MAX];
static size_t accepted_count;

/* A bucket holds the rate when for each earlier order that passed, the orders since then (itself
 * included) and this one fit the burst and what the time between has earned. */
static bool fits_rate(int64_t time_ns, int64_t interval_ns, uint32_t burst)
{
    for (size_t i = 0; i < accepted_count; i++) {
        const int64_t since = (int64_t)(accepted_count - i) + 1;
        if (since * interval_ns > burst * interval_ns + (time_ns - accepted_ns[i])) {
            return false;
        }
    }
    return true;
}

/* Tries every single lot on the way: is there one that takes the position further out than the
 * limit and not just towards zero from where it was? */
static bool fits_position(int64_t position, int64_t all, int64_t lots_max)
{
    const int64_t after = position + all;
    if (llabs(after) <= lots_max) {
        return true;
    }
    for (int64_t step = llabs(position); step >= 0; step--) {
        if (after == (position < 0 ? -step : step)) {
            return true;
        }
    }
    return false;
}

static void random_orders_agree_with_rules_over_the_list(void **state)
{
    (void)state;
    struct tkg_random random = {40};
    for (int stream = 0; stream < STREAMS; stream++) {
        const int64_t interval_ns = 1 + tkg_random_below(&random, 50);
        const uint32_t burst = 1 + tkg_random_below(&random, 6);
        const int64_t lots_max = 1 + tkg_random_below(&random, 20);
        const uint32_t step = 1 + tkg_random_below(&random, 100);
        int64_t time_ns = -100;
        limit(lots_max, 0, interval_ns, burst);
        accepted_count = 0;
        for (int i = 0; i < ORDERS_MAX; i++) {
            const int64_t position = (int64_t)tkg_random_below(&random, 61) - 30;
            const int64_t lots = (int64_t)tkg_random_below(&random, 41) - 20;
            const int64_t working =
                lots < 0 ? -(int64_t)tkg_random_below(&random, 4) : tkg_random_below(&random, 4);
            const struct tkg_risk_order order = {.time_ns = time_ns,
                                                 .position_lots = position,
                                                 .working_lots = working,
                                                 .lots = lots == 0 ? 1 : lots,
                                                 .price = 1};
            enum tkg_risk_reason expected = TKG_RISK_POSITION;
            if (fits_position(position, working + order.lots, lots_max)) {
                const bool fits = fits_rate(time_ns, interval_ns, burst);
                expected = fits ? TKG_RISK_ACCEPTED : TKG_RISK_RATE;
                accepted_ns[accepted_count] = time_ns;
                accepted_count += fits;
            }
            assert_int_equal(tkg_risk_check(&risk, &order), expected);
            time_ns += tkg_random_below(&random, step);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(position_limit_holds_on_both_sides),
        cmocka_unit_test(a_position_beyond_its_limit_may_only_shrink),
        cmocka_unit_test(notional_limit_is_position_times_price),
        cmocka_unit_test(a_burst_passes_and_then_the_rate_holds),
        cmocka_unit_test(a_cancel_uses_the_rate_and_is_not_counted),
        cmocka_unit_test(every_answer_is_counted_under_its_first_reason),
        cmocka_unit_test(zero_means_no_limit),
        cmocka_unit_test(the_ends_of_all_ranges_do_not_overflow),
        cmocka_unit_test(reasons_have_texts),
        cmocka_unit_test(random_orders_agree_with_rules_over_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
