/* SPDX-License-Identifier: Apache-2.0
 *
 * Receipts of tickgate compare and gate as pictures: judged again, measured never.
 */
#ifndef TKG_CLI_PLOT_RECEIPT_H
#define TKG_CLI_PLOT_RECEIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* Does the text name the schema of a receipt? What it is worth is for the reader to say. */
bool tkg_plot_is_receipt(const char *bytes, size_t byte_count);

/* Draws the forest, and of a comparison the launches, into folder.
 * bytes  of the receipt, zero-terminated
 * TKG_INPUT: as the readers; else as the plots */
enum tkg_status tkg_plot_receipt_draw(const char *path, const char *bytes, size_t byte_count,
                                      const char *folder, struct tkg_error *err) TKG_MUST_CHECK;

#endif
