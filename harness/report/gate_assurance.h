/* SPDX-License-Identifier: Apache-2.0
 *
 * How sure a gate run is, in clauses that every format for people uses: launches, layouts, proof,
 * errors asked, and what was not judged. UTF-8, one line each, not escaped for any format.
 */
#ifndef TKG_REPORT_GATE_ASSURANCE_H
#define TKG_REPORT_GATE_ASSURANCE_H

#include "base/text.h"
#include "report/gate_report.h"

/* Appends clause number index, or nothing where it does not apply; false when index is past the
 * last. */
bool tkg_gate_add_assurance(struct tkg_text *out, const struct tkg_gate_report_input *input,
                            size_t index);

#endif
