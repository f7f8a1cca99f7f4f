/* SPDX-License-Identifier: Apache-2.0
 *
 * A made-up comparison: head 2 % slower in every launch, the fifth launch slow.
 */
#ifndef TKG_TESTS_SAMPLE_LAUNCHES_H
#define TKG_TESTS_SAMPLE_LAUNCHES_H

#include "cmocka_all.h"
#include "sample/comparison_record.h"

static inline void make_launches(struct tkg_comparison_record *record, size_t count)
{
    struct tkg_error err = {.text = ""};
    tkg_comparison_record_init(record);
    (void)snprintf(record->base.name, sizeof record->base.name, "base`id`.so");
    (void)snprintf(record->head.name, sizeof record->head.name, "head_$(id)@{}.so");
    (void)snprintf(record->stream, sizeof record->stream, "synthetic:futures");
    record->base.layout_count = record->head.layout_count = 1;
    record->seed = 42;
    record->tolerance = 0.01;
    record->margin = record->plant = 0.02;
    for (size_t i = 0; i < count; i++) {
        const bool has_plant = i % 2 == 1;
        const struct tkg_launch_record launch = {
            .roles = {TKG_ARM_BASE, TKG_ARM_BASE_AGAIN, TKG_ARM_HEAD,
                      has_plant ? TKG_ARM_PLANT : TKG_ARM_HEAD_AGAIN},
            .is_slow = i == 4,
            .head = i == 4 ? log1p(0.4) : log1p(0.02),
            .plant = has_plant ? log1p(0.02) : NAN,
            .arm_ns = {5.0, 5.0, 5.1, 5.1},
        };
        assert_status(tkg_comparison_add(record, &launch, &err), TKG_OK, &err);
    }
}

#endif
