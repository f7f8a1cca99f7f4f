/* SPDX-License-Identifier: Apache-2.0
 *
 * What an engine pays for entering and leaving a stage, with a recorder and without one.
 */
#include "micro.h"

#include <tickgate/trace.h>

static void switch_stages(struct tkg_state *state, void *user)
{
    struct tkg_stage_recorder *recorder = user;
    if (recorder) {
        *recorder = (struct tkg_stage_recorder){.struct_bytes = sizeof *recorder,
                                                .since = tkg_stage_counter()};
    }
    TKG_LOOP(state) {
        const uint32_t before = tkg_stage_enter(recorder, TKG_STAGE_MD_HANDLE);
        TKG_CLOBBER_MEMORY();
        tkg_stage_leave(recorder, before);
    }
}

void tkg_micro_register_trace(void)
{
    static struct tkg_stage_recorder recorder;
    (void)tkg_benchmark_register("trace/stage_switch", switch_stages, &recorder, NULL);
    (void)tkg_benchmark_register("trace/stage_switch_off", switch_stages, NULL, NULL);
}
