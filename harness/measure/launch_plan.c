/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/launch_plan.h"

#include <string.h>

#include "base/check.h"
#include "base/random.h"

/* As pass A. */
enum { BATCH_TICKS = 1000 };

static const uint32_t paired_roles[TKG_ARM_COUNT] = {TKG_ARM_BASE, TKG_ARM_BASE_AGAIN, TKG_ARM_HEAD,
                                                     TKG_ARM_HEAD_AGAIN};
static const uint32_t planted_roles[TKG_ARM_COUNT] = {TKG_ARM_BASE, TKG_ARM_BASE_AGAIN,
                                                      TKG_ARM_HEAD, TKG_ARM_PLANT};

bool tkg_arm_role_is_of_head(uint32_t role)
{
    return role == TKG_ARM_HEAD || role == TKG_ARM_HEAD_AGAIN;
}

/* All files of a side in random order: the first ones are taken, so none is taken twice. */
static void shuffle_files(const struct tkg_side *side, struct tkg_random *random, uint32_t *order)
{
    for (uint32_t i = 0; i < side->path_count; i++) {
        order[i] = i;
    }
    tkg_random_shuffle(random, order, side->path_count);
}

static void set_arm(const struct tkg_comparison_record *record, uint32_t role, uint32_t layout,
                    struct tkg_arm_spec *arm)
{
    const struct tkg_side *side = tkg_arm_role_is_of_head(role) ? &record->head : &record->base;
    memcpy(arm->engine, side->paths[layout], sizeof(arm->engine));
    memcpy(arm->parameters, record->parameters, sizeof(arm->parameters));
    arm->role = role;
    arm->hold_share = role == TKG_ARM_PLANT           ? record->plant
                      : tkg_arm_role_is_of_head(role) ? record->head_extra
                                                      : 0.0;
}

void tkg_launch_plan_roles(const struct tkg_comparison_record *record, uint64_t index,
                           uint32_t *roles)
{
    const bool has_plant = index % 2 == 1 && record->plant > 0.0;
    memcpy(roles, has_plant ? planted_roles : paired_roles, sizeof(paired_roles));
}

void tkg_launch_plan_draw(const struct tkg_comparison_record *record, uint64_t index,
                          struct tkg_launch_spec *spec, struct tkg_launch_record *launch)
{
    uint32_t base_order[TKG_LAYOUT_MAX];
    uint32_t head_order[TKG_LAYOUT_MAX];
    size_t base_used = 0;
    size_t head_used = 0;
    TKG_ASSERT(record->base.path_count >= TKG_BASE_FILES_MIN &&
               record->head.path_count >= TKG_HEAD_FILES_MIN);
    *launch = (struct tkg_launch_record){.seed = tkg_random_at(record->seed, index)};
    *spec = (struct tkg_launch_spec){
        .struct_bytes = sizeof(*spec),
        .stream_seed = record->stream_seed,
        .launch_seed = launch->seed,
        .slice_tick_count = record->slice_tick_count,
        .lead_in_tick_count = record->lead_in_tick_count,
        .batch_tick_count = BATCH_TICKS,
        .round_count = record->round_count,
        .block_tick_count = record->block_tick_count,
    };
    memcpy(spec->stream, record->stream, sizeof(spec->stream));
    struct tkg_random random = {launch->seed};
    shuffle_files(&record->base, &random, base_order);
    shuffle_files(&record->head, &random, head_order);
    tkg_launch_plan_roles(record, index, launch->roles);
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        const uint32_t role = launch->roles[arm];
        launch->layouts[arm] =
            tkg_arm_role_is_of_head(role) ? head_order[head_used++] : base_order[base_used++];
        set_arm(record, role, launch->layouts[arm], &spec->arms[arm]);
    }
}
