/* SPDX-License-Identifier: Apache-2.0
 *
 * The one exported symbol. The static library renames it to tkg_reference_entry (CMake defines
 * tkg_engine_entry so), for a program can hold several engines but only one symbol of a name.
 */
#include "reference_ops.h"

const struct tkg_engine_ops *tkg_engine_entry(uint32_t host_abi_version)
{
    return host_abi_version == TKG_ENGINE_ABI_VERSION ? &tkg_reference_ops : NULL;
}
