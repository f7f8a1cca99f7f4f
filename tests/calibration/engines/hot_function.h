/* SPDX-License-Identifier: Apache-2.0
 *
 * How the engines of the calibration mark their functions, and what a build may change in them:
 *   CALIBRATION_DISPLACED  bytes that every hot function jumps over: never executed, default 0
 *   CALIBRATION_SLOWER     pairs of multiplications that come to nothing, in one function; default
 * 0
 *   CALIBRATION_AUDITED    steps of a sum that comes to 0, once in many ticks; default 0
 */
#ifndef CALIBRATION_HOT_FUNCTION_H
#define CALIBRATION_HOT_FUNCTION_H

/* Not inlined: each is a piece of code that a layout can move. */
#define HOT static __attribute__((noinline))

#ifndef CALIBRATION_DISPLACED
#define CALIBRATION_DISPLACED 0
#endif
#ifndef CALIBRATION_SLOWER
#define CALIBRATION_SLOWER 0
#endif
#ifndef CALIBRATION_AUDITED
#define CALIBRATION_AUDITED 0
#endif

#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

#if CALIBRATION_DISPLACED == 0
#define SKIPPED ""
#else
#define SKIPPED ".skip " TEXT(CALIBRATION_DISPLACED) ", 0x90\n"
#endif
#if defined(__x86_64__) || defined(__i386__)
#define DISPLACED __asm__ volatile("jmp 1f\n" SKIPPED "1:")
#else /* instructions of four bytes */
#define DISPLACED __asm__ volatile("b 1f\n" SKIPPED ".balign 4\n1:")
#endif

/* Times 3 and times its inverse: the value stays, the compiler cannot know it. */
#define MULTIPLY_IN_VAIN(value)                                                                    \
    do {                                                                                           \
        for (int pair_ = 0; pair_ < CALIBRATION_SLOWER; pair_++) {                                 \
            __asm__ volatile("" : "+r"(value));                                                    \
            (value) = (int32_t)((uint32_t)(value)*3u);                                             \
            __asm__ volatile("" : "+r"(value));                                                    \
            (value) = (int32_t)((uint32_t)(value)*2863311531u);                                    \
        }                                                                                          \
    } while (0)

/* 0, or a function that takes some instructions to come to it. */
#if CALIBRATION_AUDITED == 0
#define ZERO_IN_VAIN 0
#else
#define ZERO_IN_VAIN audit()
HOT int audit(void)
{
    int sum = 0;
    for (int step = 0; step < CALIBRATION_AUDITED; step++) {
        __asm__ volatile("" : "+r"(sum));
    }
    return sum;
}
#endif

#endif
