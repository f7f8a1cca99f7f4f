/* SPDX-License-Identifier: Apache-2.0
 *
 * How often the process asks its C library for memory, between begin and end. The program defines
 * malloc and its kin itself, so that a call from anywhere in the process counts: the engine, a
 * shared object that it was loaded from, the C library on their behalf, C++'s operator new. What
 * maps memory itself (mmap, a sanitizer's allocator) does not pass here.
 *
 * allocation_count_libc.c counts; allocation_count_none.c, chosen in CMakeLists.txt where the C
 * library or a sanitizer leaves no room for that, says that it cannot.
 */
#ifndef TKG_MEASURE_ALLOCATION_COUNT_H
#define TKG_MEASURE_ALLOCATION_COUNT_H

#include <stdbool.h>
#include <stdint.h>

struct tkg_allocation_count {
    uint64_t allocation_count; /* malloc, calloc, realloc to a size above 0, aligned ones */
    uint64_t allocated_bytes;  /* that they asked for */
    uint64_t release_count;    /* free of memory, and realloc of memory to 0 bytes */
    int64_t live_bytes; /* usable bytes (malloc_usable_size) taken and not given back; below 0 when
                           more was given back than taken between begin and end */
};

/* False: begin and end do nothing, and the count is no figure. */
bool tkg_allocation_count_is_available(void);

/* Counts the calls of all threads from begin to end; a second stretch adds to the first.
 * cost: about 1 ns for each allocation of the process while counting, one predicted branch else */
void tkg_allocation_count_begin(void);
void tkg_allocation_count_end(void);

/* Everything counted since the process began. */
struct tkg_allocation_count tkg_allocation_count_read(void);

#endif
