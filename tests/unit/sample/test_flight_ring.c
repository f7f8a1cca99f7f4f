/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/flight_ring.h"

#include "cmocka_all.h"

static struct tkg_flight_ring ring;

static void add(int64_t end_unix_ns)
{
    const struct tkg_flight_sample sample = {.end_unix_ns = end_unix_ns};
    tkg_flight_ring_add(&ring, &sample);
}

static void an_empty_ring_has_nothing(void **state)
{
    (void)state;
    tkg_flight_ring_init(&ring);
    assert_int_equal(tkg_flight_ring_count(&ring), 0);
}

static void a_ring_with_room_keeps_all_in_order(void **state)
{
    (void)state;
    tkg_flight_ring_init(&ring);
    add(10);
    add(20);
    assert_int_equal(tkg_flight_ring_count(&ring), 2);
    assert_int_equal(tkg_flight_ring_at(&ring, 0)->end_unix_ns, 10);
    assert_int_equal(tkg_flight_ring_at(&ring, 1)->end_unix_ns, 20);
}

/* At the limit, and one and a half rounds beyond. */
static void a_full_ring_keeps_the_latest(void **state)
{
    (void)state;
    const int64_t all = TKG_FLIGHT_SAMPLE_MAX * 5 / 2;
    tkg_flight_ring_init(&ring);
    for (int64_t i = 0; i < TKG_FLIGHT_SAMPLE_MAX; i++) {
        add(i);
    }
    assert_int_equal(tkg_flight_ring_at(&ring, 0)->end_unix_ns, 0);
    for (int64_t i = TKG_FLIGHT_SAMPLE_MAX; i < all; i++) {
        add(i);
    }
    assert_int_equal(tkg_flight_ring_count(&ring), TKG_FLIGHT_SAMPLE_MAX);
    for (int64_t i = 0; i < TKG_FLIGHT_SAMPLE_MAX; i++) {
        assert_int_equal(tkg_flight_ring_at(&ring, (size_t)i)->end_unix_ns,
                         all - TKG_FLIGHT_SAMPLE_MAX + i);
    }
    assert_int_equal(ring.seen_count, all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_ring_has_nothing),
        cmocka_unit_test(a_ring_with_room_keeps_all_in_order),
        cmocka_unit_test(a_full_ring_keeps_the_latest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
