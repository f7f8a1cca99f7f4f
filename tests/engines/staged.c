/* SPDX-License-Identifier: Apache-2.0
 *
 * Well-behaved: spends its time in three stages in the shares 1 : 2 : 5, the middle one nested in
 * the first, the last one of its own name. Enters a stage in reset, too, which must not count.
 */
#include <stdint.h>

#include <tickgate/trace.h>

/* 200 dependent multiplications a unit: 600 cycles or more on any current core, so that a switch of
 * stages (about 30) does not bend the shares. */
enum { SPIN_STEPS = 200, SHARE_SIGNAL = 1, SHARE_EXECUTE = 2, SHARE_OWN = 5 };

static struct tkg_stage_recorder *recorder;
static uint32_t own_stage;

static void spin(int units)
{
    volatile uint64_t sink;
    uint64_t value = 1;
    for (int i = 0; i < units * SPIN_STEPS; i++) {
        value = value * UINT64_C(6364136223846793005) + 1442695040888963407u;
        __asm__ volatile("" : "+r"(value)); /* one step after the other, none left out */
    }
    sink = value;
    (void)sink;
}

static void work(void)
{
    const uint32_t before = tkg_stage_enter(recorder, TKG_STAGE_STRATEGY_SIGNAL);
    spin(SHARE_SIGNAL);
    const uint32_t signal = tkg_stage_enter(recorder, TKG_STAGE_ORDER_EXECUTE);
    spin(SHARE_EXECUTE);
    tkg_stage_leave(recorder, signal);
    tkg_stage_leave(recorder, before);
    const uint32_t other = tkg_stage_enter(recorder, own_stage);
    spin(SHARE_OWN);
    tkg_stage_leave(recorder, other);
}

static void work_for_each(uint64_t tick_count)
{
    for (uint64_t i = 0; i < tick_count; i++) {
        work();
    }
}

#define MISBEHAVE_CREATE                                                                           \
    if (config->struct_bytes >= sizeof(*config)) {                                                 \
        recorder = config->stages;                                                                 \
        own_stage = tkg_stage_register(recorder, "model.infer");                                   \
    }
#define MISBEHAVE_TICKS work_for_each(tick_count)
#define MISBEHAVE_TABLE .name = "staged", .reset = staged_reset,
static void staged_reset(void *self);
#include "misbehaving.h"

static void staged_reset(void *self)
{
    const uint32_t before = tkg_stage_enter(recorder, TKG_STAGE_RISK_CHECK);
    misbehaving_reset(self);
    tkg_stage_leave(recorder, before);
}
