/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/launch_reply.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

static bool is_head(uint32_t role)
{
    return role == TKG_ARM_HEAD || role == TKG_ARM_HEAD_AGAIN;
}

static bool are_sane(const struct tkg_launch_slices *slices, const struct tkg_launch_spec *spec)
{
    if (slices->round_count != spec->round_count ||
        slices->slice_tick_count != spec->slice_tick_count) {
        return false;
    }
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        const bool may_lack = slices->quiet_round_count <= spec->round_count;
        if (slices->roles[arm] != spec->arms[arm].role || !may_lack ||
            (!isnan(slices->p99_ns[arm]) &&
             (spec->block_tick_count == 0 || !isfinite(slices->p99_ns[arm])))) {
            return false;
        }
        for (size_t round = 0; round < slices->round_count; round++) {
            if (!isfinite(slices->cpu_ns[round][arm]) || !isfinite(slices->wall_ns[round][arm])) {
                return false;
            }
        }
    }
    return true;
}

/* Layouts of the same source must do the same; else they are not layouts of one source. */
static enum tkg_status check_sides(const struct tkg_launch_slices *slices,
                                   const struct tkg_launch_spec *spec, struct tkg_error *err)
{
    for (size_t arm = 1; arm < TKG_ARM_COUNT; arm++) {
        for (size_t other = 0; other < arm; other++) {
            if (is_head(slices->roles[arm]) == is_head(slices->roles[other]) &&
                slices->digests[arm] != slices->digests[other]) {
                return tkg_fail(err, TKG_ENGINE_DIGEST,
                                "%.100s ends with digest 0x%016" PRIx64
                                ", %.100s with 0x%016" PRIx64
                                ": they are not two layouts of one engine, or it is not "
                                "deterministic",
                                spec->arms[other].engine, slices->digests[other],
                                spec->arms[arm].engine, slices->digests[arm]);
            }
        }
    }
    return TKG_OK;
}

enum tkg_status tkg_launch_reply_decode(const uint8_t *bytes, size_t byte_count,
                                        const struct tkg_launch_spec *spec,
                                        struct tkg_launch_slices *slices, struct tkg_error *err)
{
    struct tkg_launch_reply reply; /* 17 KiB */
    if (byte_count != sizeof(reply)) {
        return tkg_fail(err, TKG_ENGINE_CRASH,
                        "a launch answered with %zu bytes instead of %zu: an engine damaged its "
                        "process",
                        byte_count, sizeof(reply));
    }
    memcpy(&reply, bytes, sizeof(reply));
    reply.text[sizeof(reply.text) - 1] = '\0';
    if (reply.magic != TKG_LAUNCH_REPLY_MAGIC || reply.struct_bytes != sizeof(reply) ||
        reply.status >= TKG_STATUS_COUNT) {
        return tkg_fail(err, TKG_ENGINE_CRASH,
                        "a launch's answer makes no sense: an engine damaged its process");
    }
    if (reply.status != TKG_OK) {
        return tkg_fail(err, (enum tkg_status)reply.status, "%s", reply.text);
    }
    if (!are_sane(&reply.slices, spec)) {
        return tkg_fail(err, TKG_ENGINE_CRASH,
                        "a launch's answer is not about what was asked: an engine damaged its "
                        "process");
    }
    *slices = reply.slices;
    return check_sides(slices, spec, err);
}
