/* SPDX-License-Identifier: Apache-2.0
 *
 * Which hypervisor this machine runs under. Private to this room.
 */
#ifndef TKG_HOST_HYPERVISOR_H
#define TKG_HOST_HYPERVISOR_H

#include <stddef.h>

/* Name of the twelve-letter signature in CPUID leaf 0x40000000: "KVMKVMKVM" -> "KVM". An unknown
 * one comes back as it is. */
const char *tkg_hypervisor_of_signature(const char *signature);

/* What DMI's sys_vendor or product_name, or a device tree's hypervisor node, tells about a virtual
 * machine: "QEMU" -> "QEMU", "linux,kvm" -> "KVM"; "" for everything else. */
const char *tkg_hypervisor_of_vendor(const char *vendor);

/* "" on bare metal or where nothing tells. cpuinfo is the text of /proc/cpuinfo. */
void tkg_hypervisor_name(const char *cpuinfo, char *out, size_t out_bytes);

#endif
