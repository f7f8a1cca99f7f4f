/* SPDX-License-Identifier: Apache-2.0
 *
 * The passes: one function and one file each. A pass receives a replay that is set up, measures,
 * and leaves its metrics in replay->trial->values, its histogram in replay->histogram and its
 * stages in replay->stages.
 */
#ifndef TKG_MEASURE_PASS_H
#define TKG_MEASURE_PASS_H

#include "base/status.h"
#include "measure/replay.h"

enum tkg_status tkg_pass_throughput(struct tkg_replay *replay,
                                    struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_block(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_tick(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_paced(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_memory(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_stages(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_ruler(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;

#endif
