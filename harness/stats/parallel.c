/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/parallel.h"

#include <math.h>

const char *tkg_parallel_state_name(enum tkg_parallel_state state)
{
    static const char *const names[] = {
        [TKG_PARALLEL_OK] = "ok",
        [TKG_PARALLEL_UNKNOWN] = "unknown",
        [TKG_PARALLEL_TOO_EFFICIENT] = "invalid",
    };
    return names[state];
}

static bool is_time(double ns)
{
    return isfinite(ns) && ns > 0.0;
}

struct tkg_parallel_efficiency tkg_parallel_efficiency(double single_ns, double parallel_ns,
                                                       uint32_t worker_count)
{
    struct tkg_parallel_efficiency result = {TKG_PARALLEL_UNKNOWN, NAN, NAN};
    if (!is_time(single_ns) || !is_time(parallel_ns) || worker_count == 0) {
        return result;
    }
    result.speedup = single_ns / parallel_ns;
    double efficiency = result.speedup / worker_count;
    if (efficiency > TKG_PARALLEL_EFFICIENCY_MAX) {
        result.state = TKG_PARALLEL_TOO_EFFICIENT;
        return result;
    }
    result.state = TKG_PARALLEL_OK;
    result.efficiency_0to1 = efficiency;
    return result;
}

struct tkg_parallel_load tkg_parallel_load(const struct tkg_worker *workers, size_t worker_count,
                                           int64_t wall_ns)
{
    double cpu_ns = 0.0;
    double wait_ns = 0.0;
    if (worker_count == 0 || wall_ns <= 0) {
        return (struct tkg_parallel_load){NAN, NAN, NAN};
    }
    for (size_t i = 0; i < worker_count; i++) {
        cpu_ns += (double)workers[i].cpu_ns;
        wait_ns += workers[i].wait_ns < 0 ? (double)NAN : (double)workers[i].wait_ns;
    }
    double whole_ns = (double)worker_count * (double)wall_ns;
    double busy = fmin(cpu_ns / whole_ns, 1.0);
    double waiting = wait_ns / whole_ns;
    double idle = 1.0 - busy - (isnan(waiting) ? 0.0 : waiting);
    return (struct tkg_parallel_load){busy, waiting, fmax(idle, 0.0)};
}
