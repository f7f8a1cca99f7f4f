/* SPDX-License-Identifier: Apache-2.0
 *
 * The operations of the reference core, for whichever entry function hands them out.
 */
#ifndef TKG_REFERENCE_OPS_H
#define TKG_REFERENCE_OPS_H

#include <tickgate/engine.h>

extern const struct tkg_engine_ops tkg_reference_ops;

#endif
