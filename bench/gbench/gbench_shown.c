/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gbench_display.h"
#include "gbench_text.h"

static const char *visible(struct tkg_gbench_pool *pool, const char *text)
{
    char *copy = tkg_gbench_pool_take(pool, strlen(text) + 1, 3);
    tkg_gbench_text_clean(copy, text, true);
    return copy;
}

struct tkg_benchmark_run tkg_gbench_shown(struct tkg_gbench_pool *pool,
                                          const struct tkg_benchmark_run *run)
{
    struct tkg_benchmark_run shown = *run;
    struct tkg_benchmark_counter *counters =
        tkg_gbench_pool_take(pool, run->counter_count, sizeof(*counters));
    shown.name = visible(pool, run->name);
    shown.label = visible(pool, run->label);
    shown.message = visible(pool, run->message);
    for (size_t i = 0; i < run->counter_count; i++) {
        counters[i] = run->counters[i];
        counters[i].name = visible(pool, run->counters[i].name);
    }
    shown.counters = counters;
    return shown;
}
