/* SPDX-License-Identifier: Apache-2.0
 *
 * A made-up comparison for tests of its printers and its reader: 20 launches, one of them slow.
 */
#ifndef TKG_TESTS_SAMPLE_COMPARISON_H
#define TKG_TESTS_SAMPLE_COMPARISON_H

#include <math.h>
#include <stdio.h>

#include "report/comparison_report.h"

enum { SAMPLE_LAUNCH_COUNT = 21 };

/* Launch i: head 2 % slower, within +-0.01 %; the plant in every odd one. */
static inline struct tkg_launch_record sample_launch(size_t i)
{
    const double wobble = ((double)(i % 7) - 3.0) * 3e-5;
    struct tkg_launch_record launch = {
        .seed = 0x1000 + i,
        .roles = {TKG_ARM_BASE, TKG_ARM_BASE_AGAIN, TKG_ARM_HEAD,
                  i % 2 == 0 ? TKG_ARM_HEAD_AGAIN : TKG_ARM_PLANT},
        .layouts = {0, 1, 0, i % 2 == 0 ? 1 : 2},
        .is_slow = i == 4,
        .head = log1p(0.02) + wobble,
        .null = wobble,
        .plant = i % 2 == 0 ? NAN : log1p(0.02) - wobble,
        .head_wall = log1p(0.021),
        .arm_ns = {5.0, 5.01, 5.1, 5.11},
        .arm_p99_ns = {NAN, NAN, NAN, NAN},
    };
    return launch;
}

static inline void make_sample_comparison(struct tkg_comparison_record *record)
{
    struct tkg_error err = {0};
    tkg_comparison_record_init(record);
    (void)snprintf(record->base.name, sizeof record->base.name, "base.so");
    (void)snprintf(record->head.name, sizeof record->head.name, "head.so");
    (void)snprintf(record->stream, sizeof record->stream, "synthetic:futures");
    for (int file = 0; file < 3; file++) { /* the same bytes under names of their own */
        char path[32];
        (void)snprintf(path, sizeof path, "./base-%d.so", file);
        assert_int_equal(tkg_side_add(&record->base, path, &err), TKG_OK);
        (void)snprintf(path, sizeof path, "./head-%d.so", file);
        assert_int_equal(tkg_side_add(&record->head, path, &err), TKG_OK);
    }
    record->base.layout_count = 1;
    record->head.layout_count = 1;
    record->stream_seed = 42;
    record->seed = 42;
    record->tolerance = 0.01;
    record->margin = 0.02;
    record->plant = 0.02;
    record->error_regression_0to1 = 0.005;
    record->error_pass_0to1 = 0.005;
    record->slice_tick_count = 10000;
    record->lead_in_tick_count = 400;
    record->round_count = 48;
    record->base_digest = 0xabcdef;
    record->head_digest = 0xabcdef;
    record->start_unix_ns = INT64_C(1772600767123456789); /* 2026-03-04T05:06:07.123456789Z */
    record->elapsed_ns = 312000000;
    for (size_t i = 0; i < SAMPLE_LAUNCH_COUNT; i++) {
        const struct tkg_launch_record launch = sample_launch(i);
        assert_int_equal(tkg_comparison_add(record, &launch, &err), TKG_OK);
    }
}

/* Two per cent slower, with its proof: what the judge says of these launches. */
static inline struct tkg_comparison sample_conclusion(void)
{
    return (struct tkg_comparison){
        .outcome = TKG_COMPARISON_REGRESSION,
        .look = 1,
        .launch_count = 20,
        .head = {log1p(0.02), log1p(0.0199), log1p(0.0201), 0.0003},
        .null = {0.0, -9e-5, 9e-5, 0.0024},
        .plant = {log1p(0.02), log1p(0.0199), log1p(0.0201), 0.002},
        .plant_low_99 = log1p(0.0199),
        .null_holds = true,
        .plant_holds = true,
    };
}

#endif
