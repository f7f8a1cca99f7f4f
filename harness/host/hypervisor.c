/* SPDX-License-Identifier: Apache-2.0 */
#include "host/hypervisor.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "base/text.h"
#include "host/proc_file.h"
#include "host/proc_text.h"

enum { VENDOR_BYTES = 64, FLAGS_BYTES = 4096 };

struct name_row {
    const char *found;
    const char *name;
};

/* The signatures that Linux itself looks for (arch/x86/kernel/cpu/hypervisor.c and friends). */
static const struct name_row signature_rows[] = {
    {"KVMKVMKVM", "KVM"},           {"Linux KVM Hv", "KVM"},      {"Microsoft Hv", "Hyper-V"},
    {"VMwareVMware", "VMware"},     {"XenVMMXenVMM", "Xen"},      {"TCGTCGTCGTCG", "QEMU TCG"},
    {"bhyve bhyve ", "bhyve"},      {"ACRNACRNACRN", "ACRN"},     {"Jailhouse", "Jailhouse"},
    {"VBoxVBoxVBox", "VirtualBox"}, {" lrpepyh vr", "Parallels"}, {"SRESRESRESRE", "SRE"},
};

/* Where no instruction tells (aarch64): names that only virtual machines carry in DMI or in the
 * device tree. The big clouds' own names are not among them: they rent out bare metal, too. */
static const struct name_row vendor_rows[] = {
    {"linux,kvm", "KVM"},
    {"KVM Virtual Machine", "KVM"},
    {"Google Compute Engine", "KVM"},
    {"QEMU", "QEMU"},
    {"QEMU Virtual Machine", "QEMU"},
    {"xen", "Xen"},
    {"xen,xen", "Xen"},
    {"Virtual Machine", "Hyper-V"},
    {"VMware, Inc.", "VMware"},
    {"Parallels International GmbH.", "Parallels"},
};

static const char *find_name(const struct name_row *rows, size_t row_count, const char *found)
{
    for (size_t i = 0; i < row_count; i++) {
        if (strcmp(rows[i].found, found) == 0) {
            return rows[i].name;
        }
    }
    return NULL;
}

const char *tkg_hypervisor_of_signature(const char *signature)
{
    const char *name =
        find_name(signature_rows, sizeof(signature_rows) / sizeof(signature_rows[0]), signature);
    return name ? name : signature;
}

const char *tkg_hypervisor_of_vendor(const char *vendor)
{
    const char *name = find_name(vendor_rows, sizeof(vendor_rows) / sizeof(vendor_rows[0]), vendor);
    return name ? name : "";
}

#if defined(__x86_64__)
static void find_hypervisor(const char *cpuinfo, char *out, size_t out_bytes)
{
    char flags[FLAGS_BYTES];
    char signature[13] = {0};
    unsigned leaf, words[3];
    if (!tkg_line_value(cpuinfo, "flags", flags, sizeof(flags)) ||
        !tkg_has_word(flags, ' ', "hypervisor")) {
        return;
    }
    __cpuid(0x40000000, leaf, words[0], words[1], words[2]);
    memcpy(signature, words, sizeof(words));
    (void)tkg_string_copy(out, out_bytes, tkg_hypervisor_of_signature(signature));
}
#else
static void find_hypervisor(const char *cpuinfo, char *out, size_t out_bytes)
{
    static const char *const paths[] = {
        "/sys/hypervisor/type", "/proc/device-tree/hypervisor/compatible",
        "/sys/class/dmi/id/product_name", "/sys/class/dmi/id/sys_vendor"};
    (void)cpuinfo;
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]) && out[0] == '\0'; i++) {
        char vendor[VENDOR_BYTES];
        (void)tkg_proc_read_line(paths[i], vendor, sizeof(vendor));
        (void)tkg_string_copy(out, out_bytes, tkg_hypervisor_of_vendor(vendor));
    }
}
#endif

void tkg_hypervisor_name(const char *cpuinfo, char *out, size_t out_bytes)
{
    out[0] = '\0';
    find_hypervisor(cpuinfo, out, out_bytes);
}
