/* SPDX-License-Identifier: Apache-2.0
 *
 * Keeps the optimiser from removing what is measured. Included by <tickgate/benchmark.h>; C only,
 * since C++ has benchmark::DoNotOptimize().
 *
 * TKG_DO_NOT_OPTIMIZE(value): the compiler must have value ready, in a register or in memory, and
 * assume that it changed. value is an lvalue that may be written to, of any complete type.
 * TKG_CLOBBER_MEMORY(): it must assume that all memory was read and written.
 *
 * One constraint per type, because clang takes memory wherever it may choose ("r,m"): a store and a
 * load per use. No instruction is added for integers, pointers, float and double.
 */
#ifndef TICKGATE_BENCHMARK_KEEP_H
#define TICKGATE_BENCHMARK_KEEP_H

#ifndef __cplusplus
#include <stdbool.h>

#define TKG_CLOBBER_MEMORY() __asm__ volatile("" : : : "memory")

#if defined(__x86_64__)
#define TKG_KEEP_FLOAT "+x"
#elif defined(__aarch64__)
#define TKG_KEEP_FLOAT "+w"
#else
#define TKG_KEEP_FLOAT "+m"
#endif

#define TKG_KEEP_TYPES(X)                                                                          \
    X(bool, _Bool, "+r")                                                                           \
    X(char, char, "+r")                                                                            \
    X(schar, signed char, "+r")                                                                    \
    X(uchar, unsigned char, "+r")                                                                  \
    X(short, short, "+r")                                                                          \
    X(ushort, unsigned short, "+r")                                                                \
    X(int, int, "+r")                                                                              \
    X(uint, unsigned, "+r")                                                                        \
    X(long, long, "+r")                                                                            \
    X(ulong, unsigned long, "+r")                                                                  \
    X(llong, long long, "+r")                                                                      \
    X(ullong, unsigned long long, "+r")                                                            \
    X(float, float, TKG_KEEP_FLOAT)                                                                \
    X(double, double, TKG_KEEP_FLOAT)

/* NOLINTBEGIN(bugprone-macro-parentheses): a type in a declaration takes none */
#define TKG_KEEP_FUNCTION(name, type, constraint)                                                  \
    static inline __attribute__((always_inline)) void tkg_keep_##name(type *value)                 \
    {                                                                                              \
        __asm__ volatile("" : constraint(*value) : : "memory");                                    \
    }
/* NOLINTEND(bugprone-macro-parentheses) */
TKG_KEEP_TYPES(TKG_KEEP_FUNCTION)
#undef TKG_KEEP_FUNCTION

/* Any object pointer has one representation here; may_alias because it is read as another type. */
typedef void *tkg_any_pointer __attribute__((may_alias));

static inline __attribute__((always_inline)) void tkg_keep_pointer(void *value)
{
    __asm__ volatile("" : "+r"(*(tkg_any_pointer *)value) : : "memory");
}

static inline __attribute__((always_inline)) void tkg_keep_memory(void *value)
{
    __asm__ volatile("" : : "r"(value) : "memory");
}

/* Class 5 is "pointer" in gcc and clang; an array is one, too, unless its size says otherwise. */
#define TKG_KEEP_OTHER(value)                                                                      \
    (__builtin_classify_type(value) == 5 && sizeof(value) == sizeof(void *) ? tkg_keep_pointer     \
                                                                            : tkg_keep_memory)
#define TKG_DO_NOT_OPTIMIZE(value)                                                                 \
    _Generic((value), _Bool                                                                        \
             : tkg_keep_bool, char                                                                 \
             : tkg_keep_char, signed char                                                          \
             : tkg_keep_schar, unsigned char                                                       \
             : tkg_keep_uchar, short                                                               \
             : tkg_keep_short, unsigned short                                                      \
             : tkg_keep_ushort, int                                                                \
             : tkg_keep_int, unsigned                                                              \
             : tkg_keep_uint, long                                                                 \
             : tkg_keep_long, unsigned long                                                        \
             : tkg_keep_ulong, long long                                                           \
             : tkg_keep_llong, unsigned long long                                                  \
             : tkg_keep_ullong, float                                                              \
             : tkg_keep_float, double                                                              \
             : tkg_keep_double, default                                                            \
             : TKG_KEEP_OTHER(value))(&(value))
#endif

#endif
