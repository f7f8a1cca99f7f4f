/* SPDX-License-Identifier: Apache-2.0 */
#include "host/fingerprint_hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"

/* FNV-1a with 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): a byte at a time, a dozen fields, so
 * speed does not matter and its two constants are easy to check. */
static uint64_t add_bytes(uint64_t hash, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

/* With the terminator, so that "ab" + "c" and "a" + "bc" differ. */
static uint64_t add_string(uint64_t hash, const char *string)
{
    return add_bytes(hash, string, strlen(string) + 1);
}

/* "Linux 6.8.0-45-generic" counts as "Linux 6.8": a patch release of the kernel comes every week
 * and would make every baseline useless. */
static uint64_t add_kernel(uint64_t hash, const char *kernel)
{
    size_t length = strcspn(kernel, ".");
    if (kernel[length] == '.') {
        length += 1 + strspn(kernel + length + 1, "0123456789");
    }
    hash = add_bytes(hash, kernel, length);
    return add_bytes(hash, "", 1);
}

void tkg_fingerprint_hash(struct tkg_fingerprint *fingerprint)
{
    char usable[16];
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    (void)snprintf(usable, sizeof(usable), "%d", fingerprint->cpu_usable_count);
    hash = add_string(hash, fingerprint->cpu_model);
    hash = add_string(hash, fingerprint->architecture);
    hash = add_string(hash, usable);
    hash = add_kernel(hash, fingerprint->kernel);
    hash = add_string(hash, fingerprint->libc);
    hash = add_string(hash, fingerprint->compiler);
    hash = add_string(hash, fingerprint->build_type);
    hash = add_string(hash, fingerprint->governor);
    hash = add_string(hash, fingerprint->hypervisor);
    /* FNV-1a mixes its last bytes badly into the high bits; people compare the first digits. */
    (void)snprintf(fingerprint->hash, sizeof(fingerprint->hash), "%016" PRIx64, tkg_hash64(hash));
}
