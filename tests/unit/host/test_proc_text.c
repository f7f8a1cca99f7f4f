/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host/proc_text.h"

/* Recorded on a KVM guest; flags cut to those that matter here and some neighbours. */
static const char CPUINFO_X86[] =
    "processor\t: 0\n"
    "vendor_id\t: AuthenticAMD\n"
    "cpu family\t: 25\n"
    "model\t\t: 1\n"
    "model name\t: AMD EPYC 7B13\n"
    "microcode\t: 0x1000065\n"
    "cpu MHz\t\t: 2445.432\n"
    "flags\t\t: fpu vme tsc msr constant_tsc rep_good nopl nonstop_tsc cpuid hypervisor\n"
    "bugs\t\t: spectre_v1\n"
    "power management:\n"
    "\n"
    "processor\t: 1\n"
    "model name\t: another CPU\n";

/* The lines that arm64 kernels print (arch/arm64/kernel/cpuinfo.c), values of a Neoverse N1. */
static const char CPUINFO_ARM[] = "processor\t: 0\n"
                                  "BogoMIPS\t: 243.75\n"
                                  "Features\t: fp asimd evtstrm aes\n"
                                  "CPU implementer\t: 0x41\n"
                                  "CPU architecture: 8\n"
                                  "CPU variant\t: 0x3\n"
                                  "CPU part\t: 0xd0c\n"
                                  "CPU revision\t: 1\n"
                                  "\n";

/* Recorded from /proc/self/status. */
static const char STATUS[] = "Name:\tcat\n"
                             "State:\tR (running)\n"
                             "VmPeak:\t    5572 kB\n"
                             "VmHWM:\t     1672 kB\n"
                             "VmRSS:\t     1664 kB\n"
                             "Threads:\t1\n"
                             "voluntary_ctxt_switches:\t0\n";

static void a_line_is_found_by_its_whole_key(void **state)
{
    (void)state;
    char value[64];
    assert_true(tkg_line_value(CPUINFO_X86, "model name", value, sizeof(value)));
    assert_string_equal(value, "AMD EPYC 7B13"); /* the first, and not the line "model" */
    assert_true(tkg_line_value(CPUINFO_X86, "model", value, sizeof(value)));
    assert_string_equal(value, "1");
    assert_true(tkg_line_value(CPUINFO_X86, "power management", value, sizeof(value)));
    assert_string_equal(value, "");
}

static void an_absent_line_is_empty(void **state)
{
    (void)state;
    char value[64] = "old";
    assert_false(tkg_line_value(CPUINFO_X86, "cpu", value, sizeof(value)));
    assert_string_equal(value, "");
    assert_false(tkg_line_value("", "model", value, sizeof(value)));
    assert_false(tkg_line_value("model", "model", value, sizeof(value)));
}

static void a_value_longer_than_its_buffer_is_cut(void **state)
{
    (void)state;
    char value[4];
    assert_true(tkg_line_value(CPUINFO_X86, "model name", value, sizeof(value)));
    assert_string_equal(value, "AMD");
}

static void kilobytes_of_status_become_bytes(void **state)
{
    (void)state;
    assert_int_equal(tkg_line_bytes(STATUS, "VmHWM"), 1672 * 1024);
    assert_int_equal(tkg_line_bytes(STATUS, "VmRSS"), 1664 * 1024);
    assert_int_equal(tkg_line_bytes(STATUS, "VmSwap"), -1);
    assert_int_equal(tkg_line_bytes(STATUS, "Threads"), -1); /* has no unit */
    assert_int_equal(tkg_line_bytes("VmHWM: x kB\n", "VmHWM"), -1);
    assert_int_equal(tkg_line_bytes("VmHWM: 1 MB\n", "VmHWM"), -1);
    assert_int_equal(tkg_line_bytes("VmHWM: 9223372036854775807 kB\n", "VmHWM"), -1);
}

static void words_of_a_line_are_counted_from_zero(void **state)
{
    (void)state;
    const char *schedstat = "114224 92592 2\n7 8 9\n";
    assert_int_equal(tkg_word_number(schedstat, 0), 114224);
    assert_int_equal(tkg_word_number(schedstat, 1), 92592);
    assert_int_equal(tkg_word_number(schedstat, 2), 2);
    assert_int_equal(tkg_word_number(schedstat, 3), -1); /* not the next line */
    assert_int_equal(tkg_word_number("", 0), -1);
    assert_int_equal(tkg_word_number("max 100000", 0), -1);
    assert_int_equal(tkg_word_number("-1", 0), -1);
    assert_int_equal(tkg_word_number("  5\t6", 1), 6);
}

static void a_word_is_found_only_as_a_whole(void **state)
{
    (void)state;
    assert_true(tkg_has_word("tsc kvm-clock \n", ' ', "tsc"));
    assert_true(tkg_has_word("kvm-clock tsc", ' ', "tsc"));
    assert_false(tkg_has_word("constant_tsc tsc_adjust", ' ', "tsc"));
    assert_true(tkg_has_word("rw,cpu,cpuacct", ',', "cpu"));
    assert_false(tkg_has_word("rw,cpuacct", ',', "cpu"));
    assert_false(tkg_has_word("", ',', "cpu"));
}

static void the_chosen_setting_stands_in_brackets(void **state)
{
    (void)state;
    char word[16];
    tkg_bracketed_word("always [madvise] never\n", word, sizeof(word));
    assert_string_equal(word, "madvise");
    tkg_bracketed_word("[always] madvise never\n", word, sizeof(word));
    assert_string_equal(word, "always");
    tkg_bracketed_word("none", word, sizeof(word));
    assert_string_equal(word, "");
    tkg_bracketed_word("[open", word, sizeof(word));
    assert_string_equal(word, "");
}

static void cache_sizes_carry_a_binary_suffix(void **state)
{
    (void)state;
    assert_int_equal(tkg_cache_size_bytes("32K\n"), 32768);
    assert_int_equal(tkg_cache_size_bytes("36608K"), 37486592);
    assert_int_equal(tkg_cache_size_bytes("8M"), 8388608);
    assert_int_equal(tkg_cache_size_bytes("512"), 512);
    assert_int_equal(tkg_cache_size_bytes(""), 0);
    assert_int_equal(tkg_cache_size_bytes("K"), 0);
    assert_int_equal(tkg_cache_size_bytes("-1K"), 0);
    assert_int_equal(tkg_cache_size_bytes("9223372036854775807M"), 0);
}

static void the_model_is_a_name_on_x86_and_numbers_on_arm(void **state)
{
    (void)state;
    char model[128];
    tkg_cpuinfo_model(CPUINFO_X86, model, sizeof(model));
    assert_string_equal(model, "AMD EPYC 7B13");
    tkg_cpuinfo_model(CPUINFO_ARM, model, sizeof(model));
    assert_string_equal(model, "ARM implementer 0x41 part 0xd0c variant 0x3 revision 1");
    tkg_cpuinfo_model("processor : 0\n", model, sizeof(model));
    assert_string_equal(model, "");
}

static void tsc_needs_both_flags_and_the_kernels_trust(void **state)
{
    (void)state;
    assert_true(tkg_tsc_is_invariant(CPUINFO_X86, "tsc kvm-clock \n"));
    assert_true(tkg_tsc_is_invariant(CPUINFO_X86, "kvm-clock tsc acpi_pm \n"));
    /* Unstable: the kernel took it off the list. */
    assert_false(tkg_tsc_is_invariant(CPUINFO_X86, "kvm-clock acpi_pm \n"));
    assert_false(tkg_tsc_is_invariant("flags\t: tsc constant_tsc\n", "tsc"));
    assert_false(tkg_tsc_is_invariant("flags\t: tsc nonstop_tsc\n", "tsc"));
    assert_false(tkg_tsc_is_invariant(CPUINFO_ARM, "arch_sys_counter"));
    assert_false(tkg_tsc_is_invariant("", ""));
}

static void cpu_ticks_add_up_without_counting_guests_twice(void **state)
{
    (void)state;
    int64_t total = 0, steal = 0;
    /* By hand: 1 + 2 + 4 + 8 + 16 + 32 + 64 + 128 = 255; guest time is part of user. */
    tkg_stat_cpu_ticks("cpu  1 2 4 8 16 32 64 128 1000 1000\ncpu0 1 1\n", &total, &steal);
    assert_int_equal(total, 255);
    assert_int_equal(steal, 128);
    tkg_stat_cpu_ticks("cpu0 1 2 4 8 16 32 64 128 0 0\n", &total, &steal);
    assert_int_equal(total, -1);
    assert_int_equal(steal, -1);
    tkg_stat_cpu_ticks("cpu  1 2 4 8\n", &total, &steal); /* kernels before 2.6.11 */
    assert_int_equal(total, -1);
    tkg_stat_cpu_ticks("", &total, &steal);
    assert_int_equal(total, -1);
}

static void load_and_pressure_are_read_or_unknown(void **state)
{
    (void)state;
    assert_true(tkg_loadavg_1min("0.52 0.58 0.59 1/467 12345\n") == 0.52);
    assert_true(isnan(tkg_loadavg_1min("")));
    assert_true(isnan(tkg_loadavg_1min("nan 0 0")));
    assert_true(tkg_pressure_some_avg10("some avg10=1.25 avg60=0.21 avg300=0.36 total=8776851\n"
                                        "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n") ==
                1.25);
    assert_true(isnan(tkg_pressure_some_avg10("")));
    assert_true(isnan(tkg_pressure_some_avg10("some avg60=0.21\n")));
    assert_true(isnan(tkg_pressure_some_avg10("full avg10=1.00\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_found_by_its_whole_key),
        cmocka_unit_test(an_absent_line_is_empty),
        cmocka_unit_test(a_value_longer_than_its_buffer_is_cut),
        cmocka_unit_test(kilobytes_of_status_become_bytes),
        cmocka_unit_test(words_of_a_line_are_counted_from_zero),
        cmocka_unit_test(a_word_is_found_only_as_a_whole),
        cmocka_unit_test(the_chosen_setting_stands_in_brackets),
        cmocka_unit_test(cache_sizes_carry_a_binary_suffix),
        cmocka_unit_test(the_model_is_a_name_on_x86_and_numbers_on_arm),
        cmocka_unit_test(tsc_needs_both_flags_and_the_kernels_trust),
        cmocka_unit_test(cpu_ticks_add_up_without_counting_guests_twice),
        cmocka_unit_test(load_and_pressure_are_read_or_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
