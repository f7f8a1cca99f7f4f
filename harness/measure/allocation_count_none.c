/* SPDX-License-Identifier: Apache-2.0
 *
 * Where allocations cannot be counted: a sanitizer has its own malloc, or the C library has no
 * other name for its own.
 */
#include "measure/allocation_count.h"

bool tkg_allocation_count_is_available(void)
{
    return false;
}

void tkg_allocation_count_begin(void)
{
}

void tkg_allocation_count_end(void)
{
}

struct tkg_allocation_count tkg_allocation_count_read(void)
{
    return (struct tkg_allocation_count){0};
}
