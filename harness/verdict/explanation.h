/* SPDX-License-Identifier: Apache-2.0
 *
 * Which functions cost more in the head than in the base? By each function's own cost per tick:
 * counts are exact, sampled times carry an error. Pure.
 */
#ifndef TKG_VERDICT_EXPLANATION_H
#define TKG_VERDICT_EXPLANATION_H

#include <stdbool.h>
#include <stddef.h>

#include "sample/function_table.h"

enum { TKG_GROWTH_MAX = 8 };

/* A function's part in all growth from which on it is named. */
#define TKG_NAMED_SHARE 0.1
/* Growth of all instructions below which they are called equal: what placement of code does to the
 * tables a linker makes, with room to spare (decision 0130). */
#define TKG_EQUAL_INSTRUCTIONS 0.0005
/* Growth of a function's sampled time, as a share of the base's whole time, below which it is not
 * named: the two sides run minutes apart at most, yet on a machine whose speed moves. */
#define TKG_NAMED_TIME 0.02

/* One function that grew. Costs are per tick. */
struct tkg_function_growth {
    const struct tkg_function *base; /* borrowed from the tables; NULL: not in the base */
    const struct tkg_function *head; /* NULL: not in the head */
    double before;
    double after;
    double error;      /* 99 % half width of after - before; 0 for counts */
    double growth;     /* (after - before) / the base's whole cost */
    double share_0to1; /* of what all growing functions grew by */
    bool is_named;     /* grew beyond doubt, and enough to matter */
};

struct tkg_explanation {
    enum tkg_cost cost;
    bool is_known; /* both sides have this cost; else nothing below is filled */
    double before; /* whole cost per tick */
    double after;
    double growth; /* after / before - 1 */
    size_t count;  /* the functions that grew most, the greatest first */
    struct tkg_function_growth functions[TKG_GROWTH_MAX];
};

/* Compares one cost of two tables. The tables must outlive the result.
 * cost: the product of both function counts */
struct tkg_explanation tkg_explanation_make(const struct tkg_function_table *base,
                                            const struct tkg_function_table *head,
                                            enum tkg_cost cost);

/* What the two witnesses say together. */
enum tkg_guilt {
    TKG_GUILT_NONE,         /* nothing grew that could be named */
    TKG_GUILT_INSTRUCTIONS, /* it executes more */
    TKG_GUILT_TIME,         /* it executes no more, and takes longer: memory, branches, waiting */
};

/* The function to blame, and by which witness: instructions when they grew, else time.
 * instructions, times  of TKG_COST_INSTRUCTIONS and TKG_COST_CPU; each may be unknown
 * guilty               NULL with TKG_GUILT_NONE */
enum tkg_guilt tkg_explanation_guilt(const struct tkg_explanation *instructions,
                                     const struct tkg_explanation *times,
                                     const struct tkg_function_growth **guilty);

#endif
