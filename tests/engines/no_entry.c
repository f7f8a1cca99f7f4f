/* SPDX-License-Identifier: Apache-2.0
 *
 * A shared object that is no engine: it has no entry symbol.
 */
/* An object needs something to hold. */
const char tkg_no_entry_marker[] = "not an engine";
