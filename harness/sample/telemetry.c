/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/telemetry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The shortest interval. A sample costs some 58 us (decision 0134): a tenth of the core beside at
 * most. */
static const int64_t interval_min_ns = INT64_C(600000);

/* Above any count, size or time that a machine tells: 2^60. */
static const int64_t AMPLE = INT64_C(1) << 60;

enum value_kind { CHANGE, LEVEL };

static const struct {
    const char *name;
    enum value_kind kind;
} VALUE_INFOS[TKG_TELEMETRY_VALUE_COUNT] = {
#define VALUE_ROW(id, name, kind, meaning) {name, kind},
    TKG_TELEMETRY_VALUES(VALUE_ROW)
#undef VALUE_ROW
};

const char *tkg_telemetry_value_name(enum tkg_telemetry_value value)
{
    return VALUE_INFOS[value].name;
}

bool tkg_telemetry_value_is_change(enum tkg_telemetry_value value)
{
    return VALUE_INFOS[value].kind == CHANGE;
}

size_t tkg_telemetry_bytes(uint32_t point_count)
{
    return sizeof(struct tkg_telemetry) + point_count * sizeof(struct tkg_telemetry_point);
}

struct tkg_telemetry *tkg_telemetry_create(int64_t interval_ns)
{
    size_t bytes = tkg_telemetry_bytes(TKG_TELEMETRY_POINT_MAX);
    struct tkg_telemetry *telemetry = malloc(bytes);
    if (!telemetry) {
        return NULL;
    }
    memset(telemetry, 0, bytes); /* malloc and memset, not calloc: this touches the pages */
    telemetry->interval_wanted_ns = interval_ns;
    telemetry->interval_ns = interval_ns;
    while (telemetry->interval_ns / 2 >= interval_min_ns) {
        telemetry->interval_ns /= 2;
    }
    telemetry->sampler_cpu = -1;
    for (int i = 0; i < TKG_TELEMETRY_VALUE_COUNT; i++) {
        telemetry->values[i] = NAN;
    }
    return telemetry;
}

/* -1 is unknown, and what it is added to is unknown, too. */
static int64_t add_known(int64_t left, int64_t right)
{
    return left < 0 || right < 0 ? -1 : left + right;
}

static int64_t mean_known(int64_t left, int64_t right)
{
    const int64_t sum = add_known(left, right);
    return sum < 0 ? -1 : sum / 2;
}

static struct tkg_telemetry_point join(const struct tkg_telemetry_point *left,
                                       const struct tkg_telemetry_point *right)
{
    return (struct tkg_telemetry_point){
        .wall_ns = left->wall_ns + right->wall_ns,
        .cpu_ns = left->cpu_ns + right->cpu_ns,
        .system_ns = left->system_ns + right->system_ns,
        .wait_ns = add_known(left->wait_ns, right->wait_ns),
        .steal_ns = add_known(left->steal_ns, right->steal_ns),
        .stall_ns = add_known(left->stall_ns, right->stall_ns),
        .rss_bytes = mean_known(left->rss_bytes, right->rss_bytes),
        .vms_bytes = mean_known(left->vms_bytes, right->vms_bytes),
        .io_calls = add_known(left->io_calls, right->io_calls),
        .io_bytes = add_known(left->io_bytes, right->io_bytes),
    };
}

/* An odd last point stands alone until the next one; the caller folds at even counts only. */
static void fold(struct tkg_telemetry *telemetry)
{
    struct tkg_telemetry_point *points = telemetry->points;
    for (uint32_t i = 0; i < telemetry->point_count / 2; i++) {
        points[i] = join(&points[(size_t)2 * i], &points[(size_t)2 * i + 1]);
    }
    telemetry->point_count /= 2;
    telemetry->interval_ns *= 2;
}

void tkg_telemetry_add(struct tkg_telemetry *telemetry, const struct tkg_telemetry_point *point)
{
    bool is_short = telemetry->interval_ns * 2 <= telemetry->interval_wanted_ns;
    uint32_t limit = is_short ? 2 * TKG_TELEMETRY_POINT_WANTED : TKG_TELEMETRY_POINT_MAX;
    if (telemetry->point_count >= limit) {
        fold(telemetry);
    }
    telemetry->points[telemetry->point_count++] = *point;
}

static bool is_in(int64_t value, int64_t low)
{
    return value >= low && value <= AMPLE;
}

static bool is_text(const char *text, size_t bytes)
{
    return strnlen(text, bytes) < bytes;
}

static bool point_is_sane(const struct tkg_telemetry_point *point)
{
    return point->wall_ns > 0 && point->wall_ns <= AMPLE && is_in(point->cpu_ns, 0) &&
           is_in(point->system_ns, 0) && is_in(point->wait_ns, -1) && is_in(point->steal_ns, -1) &&
           is_in(point->stall_ns, -1) && is_in(point->rss_bytes, -1) &&
           is_in(point->io_calls, -1) && is_in(point->io_bytes, -1) && is_in(point->vms_bytes, -1);
}

static bool thread_is_sane(const struct tkg_telemetry_thread *thread)
{
    return is_text(thread->name, sizeof(thread->name)) && is_in(thread->cpu_ns, -1) &&
           is_in(thread->wait_ns, -1) && is_in(thread->voluntary_switches, -1) &&
           is_in(thread->involuntary_switches, -1);
}

/* NaN, or from 0 to 1. */
static bool is_share(double share)
{
    return isnan(share) || (share >= 0.0 && share <= 1.0);
}

static bool gpu_is_sane(const struct tkg_telemetry_gpu *gpu)
{
    return is_text(gpu->name, sizeof(gpu->name)) && is_share(gpu->busy_mean_0to1) &&
           is_share(gpu->busy_max_0to1) && is_in(gpu->used_bytes_max, -1) &&
           is_in(gpu->total_bytes, -1) && is_in(gpu->process_bytes_max, -1);
}

static bool head_is_sane(const struct tkg_telemetry *telemetry)
{
    for (int i = 0; i < TKG_TELEMETRY_VALUE_COUNT; i++) {
        if (!isnan(telemetry->values[i]) &&
            !(telemetry->values[i] >= 0.0 && telemetry->values[i] <= (double)AMPLE)) {
            return false;
        }
    }
    return telemetry->interval_ns > 0 && telemetry->interval_wanted_ns > 0 &&
           is_in(telemetry->wall_ns, 0) && is_in(telemetry->sampler_cpu_ns, 0) &&
           telemetry->sampler_cpu >= -1 && telemetry->shares_cpu <= 1 &&
           is_text(telemetry->gpu_reason, sizeof(telemetry->gpu_reason));
}

bool tkg_telemetry_is_sane(const struct tkg_telemetry *telemetry, size_t byte_count)
{
    if (byte_count < sizeof(*telemetry) || telemetry->point_count > TKG_TELEMETRY_POINT_MAX ||
        byte_count != tkg_telemetry_bytes(telemetry->point_count) ||
        telemetry->thread_count > TKG_TELEMETRY_THREAD_MAX ||
        telemetry->gpu_count > TKG_TELEMETRY_GPU_MAX || !head_is_sane(telemetry)) {
        return false;
    }
    bool sane = true;
    for (uint32_t i = 0; i < telemetry->point_count; i++) {
        sane = sane && point_is_sane(&telemetry->points[i]);
    }
    for (uint32_t i = 0; i < telemetry->thread_count; i++) {
        sane = sane && thread_is_sane(&telemetry->threads[i]);
    }
    for (uint32_t i = 0; i < telemetry->gpu_count; i++) {
        sane = sane && gpu_is_sane(&telemetry->gpus[i]);
    }
    return sane;
}
