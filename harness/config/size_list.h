/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to config: the sizes of a suite while they are read, from a YAML list item by item or
 * from one text with commas.
 */
#ifndef TKG_CONFIG_SIZE_LIST_H
#define TKG_CONFIG_SIZE_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "config/suite.h"

/* {0} is an empty list. */
struct tkg_size_list {
    uint64_t sizes[TKG_SUITE_SIZE_MAX];
    size_t count;
};

/* Appends one size. TKG_CONFIG (list unchanged) when text is no tick count from 1 to 10^12, is
 * there already, or is one too many; the text of the error starts with "sizes: ". */
enum tkg_status tkg_size_list_add(struct tkg_size_list *list, const char *text,
                                  struct tkg_error *err) TKG_MUST_CHECK;

/* Appends every item of "10K, 100K,1M"; blanks around an item do not count. Stops at the first
 * wrong one. */
enum tkg_status tkg_size_list_add_all(struct tkg_size_list *list, const char *comma_list,
                                      struct tkg_error *err) TKG_MUST_CHECK;

#endif
