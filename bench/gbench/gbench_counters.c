/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "gbench_state.h"

/* Fields of a row in the JSON of google-benchmark 1.7.1 to 1.9.5, and our own. A counter is one
 * more field of the row, so its name must not be any of them. */
static const char *const reserved[] = {
    "name",
    "family_index",
    "per_family_instance_index",
    "run_name",
    "run_type",
    "repetitions",
    "repetition_index",
    "threads",
    "aggregate_name",
    "aggregate_unit",
    "error_occurred",
    "error_message",
    "skipped",
    "skip_message",
    "iterations",
    "real_time",
    "cpu_time",
    "time_unit",
    "cpu_coefficient",
    "real_coefficient",
    "big_o",
    "rms",
    "label",
    "allocs_per_iter",
    "max_bytes_used",
    "total_allocated_bytes",
    "net_heap_growth",
    "resident_bytes_peak",
    "p50_ns",
    "p90_ns",
    "p99_ns",
    "p99_9_ns",
    "max_ns",
    "clock_floor_ns",
    "precision",
    "precision_target",
    "dry_run",
};

bool tkg_gbench_counter_name_is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        if (strcmp(name, reserved[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Where name stands, or would be inserted: the list is sorted. */
static size_t place_of(const struct tkg_gbench_counters *counters, const char *name, bool *found)
{
    size_t place = 0;
    int order = -1;
    while (place < counters->count && (order = strcmp(counters->list[place].name, name)) < 0) {
        place++;
    }
    *found = place < counters->count && order == 0;
    return place;
}

bool tkg_gbench_counters_set(struct tkg_gbench_counters *counters, const char *name, double value,
                             uint32_t flags)
{
    bool found = false;
    size_t place = place_of(counters, name, &found);
    struct tkg_gbench_counter *counter = &counters->list[place];
    if (!found) {
        char *copy = counters->count < TKG_GBENCH_COUNTER_MAX ? strdup(name) : NULL;
        if (copy == NULL) {
            return false;
        }
        memmove(counter + 1, counter, (counters->count - place) * sizeof(*counter));
        counters->count++;
        counter->name = copy;
    }
    counter->value = value;
    counter->flags = flags;
    return true;
}

const struct tkg_gbench_counter *
tkg_gbench_counters_find(const struct tkg_gbench_counters *counters, const char *name)
{
    bool found = false;
    size_t place = place_of(counters, name, &found);
    return found ? &counters->list[place] : NULL;
}

void tkg_gbench_counters_add(struct tkg_gbench_counters *counters,
                             const struct tkg_gbench_counters *other)
{
    for (size_t i = 0; i < other->count; i++) {
        const struct tkg_gbench_counter *added = &other->list[i];
        bool found = false;
        size_t place = place_of(counters, added->name, &found);
        double value = added->value + (found ? counters->list[place].value : 0);
        (void)tkg_gbench_counters_set(counters, added->name, value, added->flags);
    }
}

void tkg_gbench_counters_clear(struct tkg_gbench_counters *counters)
{
    for (size_t i = 0; i < counters->count; i++) {
        free(counters->list[i].name);
    }
    counters->count = 0;
}
