/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/spin_barrier.h"

#include <sched.h>

void tkg_spin_barrier_init(struct tkg_spin_barrier *barrier, uint32_t thread_count, bool yields)
{
    atomic_init(&barrier->arrived, 0);
    atomic_init(&barrier->phase, 0);
    barrier->thread_count = thread_count;
    barrier->yields = yields;
}

/* Leaves the core to its other hardware thread for a moment. */
static inline void relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

void tkg_spin_barrier_wait(struct tkg_spin_barrier *barrier, void (*action)(void *context),
                           void *context)
{
    unsigned phase = atomic_load_explicit(&barrier->phase, memory_order_acquire);
    unsigned before = atomic_fetch_add_explicit(&barrier->arrived, 1, memory_order_acq_rel);
    if (before + 1 == barrier->thread_count) {
        atomic_store_explicit(&barrier->arrived, 0, memory_order_relaxed);
        if (action) {
            action(context);
        }
        atomic_store_explicit(&barrier->phase, phase + 1, memory_order_release);
        return;
    }
    while (atomic_load_explicit(&barrier->phase, memory_order_acquire) == phase) {
        if (barrier->yields) {
            (void)sched_yield();
        } else {
            relax();
        }
    }
}
