/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "host/fingerprint_hash.h"

static struct tkg_fingerprint example(void)
{
    return (struct tkg_fingerprint){
        .cpu_model = "AMD EPYC 7B13",
        .architecture = "x86_64",
        .cpu_online_count = 16,
        .cpu_usable_count = 4,
        .hypervisor = "KVM",
        .kernel = "Linux 6.8.0-45-generic",
        .libc = "glibc 2.36",
        .compiler = "gcc 12.2.0",
        .build_type = "Release",
        .governor = "performance",
        .clocksource = "tsc",
        .microcode = "0x1000065",
        .memory_bytes = 1 << 30,
    };
}

static void the_hash_of_a_known_machine_is_known(void **state)
{
    (void)state;
    /* FNV-1a 64 of the fields joined with zero bytes, then the SplitMix64 finaliser, in Python:
     *   h = 0xcbf29ce484222325
     *   for b in b"AMD EPYC 7B13\0x86_64\0004\0Linux 6.8\0glibc 2.36\0gcc 12.2.0\0Release\0"
     *            b"performance\0KVM\0": h = ((h ^ b) * 0x100000001b3) % 2**64
     *   h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9 % 2**64
     *   h = (h ^ h >> 27) * 0x94d049bb133111eb % 2**64; print("%016x" % (h ^ h >> 31)) */
    struct tkg_fingerprint fingerprint = example();
    tkg_fingerprint_hash(&fingerprint);
    assert_string_equal(fingerprint.hash, "1474acbd4d1c5b6a");
}

static void assert_hash_changes(const struct tkg_fingerprint *changed, int expected)
{
    struct tkg_fingerprint base = example();
    struct tkg_fingerprint other = *changed;
    tkg_fingerprint_hash(&base);
    tkg_fingerprint_hash(&other);
    assert_int_equal(strlen(other.hash), 16);
    assert_int_equal(strcmp(base.hash, other.hash) != 0, expected);
}

static void whatever_changes_the_measurement_changes_the_hash(void **state)
{
    (void)state;
    struct tkg_fingerprint fingerprint = example();
    char *const texts[] = {fingerprint.cpu_model, fingerprint.architecture, fingerprint.kernel,
                           fingerprint.libc,      fingerprint.compiler,     fingerprint.build_type,
                           fingerprint.governor,  fingerprint.hypervisor};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        fingerprint = example();
        (void)tkg_string_copy(texts[i], TKG_FINGERPRINT_TEXT_BYTES, "Linux 5.10");
        assert_hash_changes(&fingerprint, 1);
    }
    fingerprint = example();
    fingerprint.cpu_usable_count = 2;
    assert_hash_changes(&fingerprint, 1);
}

static void what_changes_from_day_to_day_does_not_change_the_hash(void **state)
{
    (void)state;
    struct tkg_fingerprint fingerprint = example();
    (void)tkg_string_copy(fingerprint.kernel, TKG_FINGERPRINT_TEXT_BYTES, "Linux 6.8.12-1-other");
    (void)tkg_string_copy(fingerprint.microcode, TKG_FINGERPRINT_TEXT_BYTES, "0x2");
    (void)tkg_string_copy(fingerprint.clocksource, TKG_FINGERPRINT_TEXT_BYTES, "hpet");
    fingerprint.memory_bytes = 7;
    fingerprint.cpu_online_count = 64;
    fingerprint.tsc_ghz = 2.5;
    assert_hash_changes(&fingerprint, 0);
}

static void kernels_differ_by_major_and_minor(void **state)
{
    (void)state;
    static const struct {
        const char *kernel;
        int changes;
    } rows[] = {{"Linux 6.8", 0},   {"Linux 6.8-rc1", 0}, {"Linux 6.80.0", 1},
                {"Linux 6.9.0", 1}, {"Linux 5.8.0", 1},   {"", 1},
                {"Linux", 1}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tkg_fingerprint fingerprint = example();
        (void)tkg_string_copy(fingerprint.kernel, TKG_FINGERPRINT_TEXT_BYTES, rows[i].kernel);
        assert_hash_changes(&fingerprint, rows[i].changes);
    }
}

static void text_moved_to_the_next_field_changes_the_hash(void **state)
{
    (void)state;
    struct tkg_fingerprint left = example(), right = example();
    (void)tkg_string_copy(left.libc, TKG_FINGERPRINT_TEXT_BYTES, "ab");
    (void)tkg_string_copy(left.compiler, TKG_FINGERPRINT_TEXT_BYTES, "c");
    (void)tkg_string_copy(right.libc, TKG_FINGERPRINT_TEXT_BYTES, "a");
    (void)tkg_string_copy(right.compiler, TKG_FINGERPRINT_TEXT_BYTES, "bc");
    tkg_fingerprint_hash(&left);
    tkg_fingerprint_hash(&right);
    assert_string_not_equal(left.hash, right.hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_of_a_known_machine_is_known),
        cmocka_unit_test(whatever_changes_the_measurement_changes_the_hash),
        cmocka_unit_test(what_changes_from_day_to_day_does_not_change_the_hash),
        cmocka_unit_test(kernels_differ_by_major_and_minor),
        cmocka_unit_test(text_moved_to_the_next_field_changes_the_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
