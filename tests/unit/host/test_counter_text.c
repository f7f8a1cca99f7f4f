/* SPDX-License-Identifier: Apache-2.0
 *
 * Recorded texts of Linux 5.10 and 6.18, and what proc(5) and the kernel's Documentation/accounting
 * and admin-guide say of them.
 */
#include "cmocka_all.h"

#include "host/counter_text.h"

static const char IO[] = "rchar: 6988\nwchar: 12\nsyscr: 13\nsyscw: 1\nread_bytes: 4096\n"
                         "write_bytes: 8192\ncancelled_write_bytes: 512\n";

static void every_counter_of_io_is_read(void **state)
{
    (void)state;
    struct tkg_io_usage usage;
    tkg_io_usage_parse(IO, &usage);
    assert_int_equal(usage.read_chars, 6988);
    assert_int_equal(usage.written_chars, 12);
    assert_int_equal(usage.read_calls, 13);
    assert_int_equal(usage.write_calls, 1);
    assert_int_equal(usage.read_bytes, 4096);
    /* "write_bytes" must not be found in "cancelled_write_bytes". */
    assert_int_equal(usage.written_bytes, 8192);
    assert_int_equal(usage.cancelled_bytes, 512);
}

static void what_is_absent_is_unknown_and_not_zero(void **state)
{
    (void)state;
    struct tkg_io_usage io;
    struct tkg_net_usage net;
    struct tkg_stall stall;
    int64_t cpu_ns, wait_ns;
    double load[3];
    tkg_io_usage_parse("", &io);
    tkg_net_usage_parse("", &net);
    tkg_stall_parse("", &stall);
    tkg_schedstat_parse("", &cpu_ns, &wait_ns);
    tkg_load_parse("", load);
    assert_true(io.read_chars == -1 && io.cancelled_bytes == -1);
    assert_true(net.received_bytes == -1 && net.sent_bytes == -1 && net.loopback_bytes == -1);
    assert_true(stall.some_us == -1 && stall.full_us == -1);
    assert_true(cpu_ns == -1 && wait_ns == -1);
    assert_true(isnan(load[0]) && isnan(load[1]) && isnan(load[2]));
    assert_int_equal(tkg_steal_parse("", 0), -1);
    assert_int_equal(tkg_idle_parse("", 0), -1);
    assert_int_equal(tkg_counter_value("rchar:", "rchar"), -1);
    assert_int_equal(tkg_counter_value("rchar: x", "rchar"), -1);
    assert_int_equal(tkg_counter_value("rchar", "rchar"), -1);
}

static void keys_stand_with_a_colon_or_a_blank(void **state)
{
    (void)state;
    const char *text = "nr_periods 10\nnr_throttled 3\nthrottled_usec 4711\n"
                       "nonvoluntary_ctxt_switches:\t5\nvoluntary_ctxt_switches:\t7\n";
    assert_int_equal(tkg_counter_value(text, "nr_throttled"), 3);
    assert_int_equal(tkg_counter_value(text, "throttled_usec"), 4711);
    assert_int_equal(tkg_counter_value(text, "voluntary_ctxt_switches"), 7);
    assert_int_equal(tkg_counter_value(text, "nonvoluntary_ctxt_switches"), 5);
    assert_int_equal(tkg_counter_value(text, "throttled"), -1);
    assert_int_equal(tkg_counter_value("rchar2 5\nrchar 6\n", "rchar"), 6); /* a longer key */
}

static const char NET[] =
    "Inter-|   Receive                                                |  Transmit\n"
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop "
    "fifo colls carrier compressed\n"
    "    lo: 1000      10    0    0    0     0          0         0     1000      10    0    0    "
    "0 "
    "    0       0          0\n"
    "  eth0: 52345     99    0    0    0     0          0         0     7777      88    0    0    "
    "0 "
    "    0       0          0\n"
    "wlan0:1         1    0    0    0     0          0         0     2         1    0    0    0 "
    "    0       0          0\n";

static void interfaces_add_up_and_loopback_stands_apart(void **state)
{
    (void)state;
    struct tkg_net_usage usage;
    tkg_net_usage_parse(NET, &usage);
    assert_int_equal(usage.loopback_bytes, 1000);
    assert_int_equal(usage.received_bytes, 52345 + 1);
    assert_int_equal(usage.sent_bytes, 7777 + 2);
}

static void a_cut_interface_line_makes_all_unknown(void **state)
{
    (void)state;
    struct tkg_net_usage usage;
    tkg_net_usage_parse("    lo: 1000 10 0 0 0 0 0 0 1000 10 0 0 0 0 0 0\n  eth0: 52345 99 0\n",
                        &usage);
    assert_int_equal(usage.loopback_bytes, -1);
    assert_int_equal(usage.received_bytes, -1);
}

static void pressure_has_two_totals(void **state)
{
    (void)state;
    struct tkg_stall stall;
    tkg_stall_parse("some avg10=0.12 avg60=0.00 avg300=0.00 total=123456\n"
                    "full avg10=0.00 avg60=0.00 avg300=0.00 total=99\n",
                    &stall);
    assert_int_equal(stall.some_us, 123456);
    assert_int_equal(stall.full_us, 99);
    /* Before Linux 5.13 the processor has no "full" line. */
    tkg_stall_parse("some avg10=0.12 avg60=0.00 avg300=0.00 total=5\n", &stall);
    assert_int_equal(stall.some_us, 5);
    assert_int_equal(stall.full_us, -1);
    tkg_stall_parse("some avg10=0.12\nfull avg10=0.00 total=7\n", &stall);
    assert_int_equal(stall.some_us, -1); /* the other line's total is not ours */
    assert_int_equal(stall.full_us, 7);
}

static void schedstat_has_time_on_a_processor_and_time_waiting(void **state)
{
    (void)state;
    int64_t cpu_ns, wait_ns;
    tkg_schedstat_parse("123456789 200 3\n", &cpu_ns, &wait_ns);
    assert_int_equal(cpu_ns, 123456789);
    assert_int_equal(wait_ns, 200);
}

static void steal_is_the_eighth_figure_of_a_processor(void **state)
{
    (void)state;
    const char *stat = "cpu  100 1 20 3000 4 0 6 77 0 0\ncpu0 50 0 10 1500 2 0 3 70 0 0\n"
                       "cpu1 50 1 10 1500 2 0 3 7 0 0\ncpu10 1 1 1 1 1 1 1 9 0 0\nintr 5\n";
    assert_int_equal(tkg_steal_parse(stat, -1), 77);
    assert_int_equal(tkg_steal_parse(stat, 0), 70);
    assert_int_equal(tkg_steal_parse(stat, 1), 7);
    assert_int_equal(tkg_steal_parse(stat, 10), 9);
    assert_int_equal(tkg_steal_parse(stat, 2), -1);
}

/* Fields 4 and 5 of proc_stat(5): idle, iowait. */
static void idle_is_that_with_and_without_a_device_to_wait_for(void **state)
{
    (void)state;
    const char *stat = "cpu  100 1 20 3000 4 0 6 77 0 0\ncpu0 50 0 10 1500 2 0 3 70 0 0\n"
                       "cpu1 50 1 10 1400\n";
    assert_int_equal(tkg_idle_parse(stat, -1), 3004);
    assert_int_equal(tkg_idle_parse(stat, 0), 1502);
    assert_int_equal(tkg_idle_parse(stat, 1), -1); /* cut off */
    assert_int_equal(tkg_idle_parse(stat, 2), -1);
}

static void load_has_three_averages(void **state)
{
    (void)state;
    double load[3];
    tkg_load_parse("1.25 0.50 0.05 2/300 12345\n", load);
    assert_near(load[0], 1.25, 0.0);
    assert_near(load[1], 0.5, 0.0);
    assert_near(load[2], 0.05, 0.0);
    tkg_load_parse("1.25 x -1\n", load);
    assert_near(load[0], 1.25, 0.0);
    assert_nan(load[1]);
    assert_nan(load[2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_counter_of_io_is_read),
        cmocka_unit_test(what_is_absent_is_unknown_and_not_zero),
        cmocka_unit_test(keys_stand_with_a_colon_or_a_blank),
        cmocka_unit_test(interfaces_add_up_and_loopback_stands_apart),
        cmocka_unit_test(a_cut_interface_line_makes_all_unknown),
        cmocka_unit_test(pressure_has_two_totals),
        cmocka_unit_test(schedstat_has_time_on_a_processor_and_time_waiting),
        cmocka_unit_test(steal_is_the_eighth_figure_of_a_processor),
        cmocka_unit_test(idle_is_that_with_and_without_a_device_to_wait_for),
        cmocka_unit_test(load_has_three_averages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
