/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host/hypervisor.h"

static void signatures_of_cpuid_have_names(void **state)
{
    (void)state;
    /* The KVM signature is nine letters and three zero bytes (Documentation/virt/kvm/x86/cpuid). */
    assert_string_equal(tkg_hypervisor_of_signature("KVMKVMKVM\0\0\0"), "KVM");
    assert_string_equal(tkg_hypervisor_of_signature("Microsoft Hv"), "Hyper-V");
    assert_string_equal(tkg_hypervisor_of_signature("VMwareVMware"), "VMware");
    assert_string_equal(tkg_hypervisor_of_signature("XenVMMXenVMM"), "Xen");
    assert_string_equal(tkg_hypervisor_of_signature("TCGTCGTCGTCG"), "QEMU TCG");
}

static void an_unknown_signature_is_shown_as_it_is(void **state)
{
    (void)state;
    assert_string_equal(tkg_hypervisor_of_signature("NewNewNewNew"), "NewNewNewNew");
}

static void only_virtual_machines_are_named_by_their_vendor(void **state)
{
    (void)state;
    assert_string_equal(tkg_hypervisor_of_vendor("QEMU"), "QEMU");
    assert_string_equal(tkg_hypervisor_of_vendor("linux,kvm"), "KVM");
    assert_string_equal(tkg_hypervisor_of_vendor("Virtual Machine"), "Hyper-V");
    assert_string_equal(tkg_hypervisor_of_vendor("Amazon EC2"), ""); /* bare metal, too */
    assert_string_equal(tkg_hypervisor_of_vendor("Dell Inc."), "");
    assert_string_equal(tkg_hypervisor_of_vendor(""), "");
}

static void a_processor_without_the_flag_is_bare_metal(void **state)
{
    (void)state;
    char name[32] = "old";
#if defined(__x86_64__)
    tkg_hypervisor_name("flags\t\t: fpu tsc sse2\n", name, sizeof(name));
    assert_string_equal(name, "");
    tkg_hypervisor_name("", name, sizeof(name));
    assert_string_equal(name, "");
#else
    tkg_hypervisor_name("", name, sizeof(name));
    assert_true(strlen(name) < sizeof(name));
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_of_cpuid_have_names),
        cmocka_unit_test(an_unknown_signature_is_shown_as_it_is),
        cmocka_unit_test(only_virtual_machines_are_named_by_their_vendor),
        cmocka_unit_test(a_processor_without_the_flag_is_bare_metal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
