/* SPDX-License-Identifier: Apache-2.0 */
#include "calibration_figures.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "stats/estimate.h"

enum { ANY_VARIANT = -1 };

struct choice {
    enum tkg_load_choice load;
    int64_t variant;
};

static bool is_chosen(const struct tkg_run_row *row, struct choice choice)
{
    return (choice.load == TKG_ROWS_ALL || row->is_loaded == (choice.load == TKG_ROWS_BURSTY)) &&
           (choice.variant == ANY_VARIANT || row->variant == choice.variant);
}

static void count_outcome(const char *outcome, struct tkg_figures *figures)
{
    const struct {
        const char *word;
        size_t *count;
    } counters[] = {{"regression", &figures->regression},
                    {"improvement", &figures->improvement},
                    {"pass", &figures->pass},
                    {"inconclusive", &figures->inconclusive},
                    {"cannot tell", &figures->cannot_tell},
                    {"too fine", &figures->too_fine}};
    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++) {
        if (strcmp(counters[i].word, outcome) == 0) {
            (*counters[i].count)++;
            return;
        }
    }
    figures->failed++;
}

/* Finite values of one member of the chosen rows, sorted; returns how many. */
static size_t gather(const struct tkg_run_rows *rows, struct choice choice, size_t offset,
                     double *values)
{
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        double value;
        memcpy(&value, (const char *)&rows->rows[i] + offset, sizeof value);
        if (is_chosen(&rows->rows[i], choice) && isfinite(value)) {
            values[count++] = value;
        }
    }
    tkg_sort_values(values, count);
    return count;
}

static double mean_of(const double *values, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return count > 0 ? sum / (double)count : NAN;
}

static double error_of_mean(const double *values, size_t count)
{
    const double mean = mean_of(values, count);
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += (values[i] - mean) * (values[i] - mean);
    }
    return count > 1 ? sqrt(sum / (double)(count - 1) / (double)count) : NAN;
}

static double median_of(const double *sorted, size_t count)
{
    return count > 0 ? tkg_median_of_sorted(sorted, count) : NAN;
}

static double nearest_rank(const double *sorted, size_t count, double share)
{
    return count > 0 ? sorted[(size_t)fmax(1.0, ceil(share * (double)count)) - 1] : NAN;
}

static void set_seconds(const double *sorted, size_t count, struct tkg_figures *figures)
{
    figures->seconds_median = median_of(sorted, count);
    figures->seconds_mean = mean_of(sorted, count);
    figures->seconds_sum = count > 0 ? figures->seconds_mean * (double)count : 0.0;
    figures->seconds_worst = count > 0 ? sorted[count - 1] : NAN;
    figures->seconds_p99 = nearest_rank(sorted, count, 0.99);
}

static void set_changes(const struct tkg_run_rows *rows, struct choice choice, double *values,
                        struct tkg_figures *figures)
{
    size_t count = gather(rows, choice, offsetof(struct tkg_run_row, seconds), values);
    set_seconds(values, count, figures);
    count = gather(rows, choice, offsetof(struct tkg_run_row, head), values);
    figures->head_mean = mean_of(values, count);
    figures->head_error = error_of_mean(values, count);
    figures->head_least = count > 0 ? values[0] : NAN;
    figures->head_most = count > 0 ? values[count - 1] : NAN;
    count = gather(rows, choice, offsetof(struct tkg_run_row, plant), values);
    figures->plant_median = median_of(values, count);
    figures->plant_p05 = nearest_rank(values, count, 0.05);
    figures->plant_p95 = nearest_rank(values, count, 0.95);
    count = gather(rows, choice, offsetof(struct tkg_run_row, base_ns), values);
    figures->base_ns_median = median_of(values, count);
}

static struct tkg_figures figures_of(const struct tkg_run_rows *rows, struct choice choice)
{
    struct tkg_figures figures = {.run_count = 0};
    double *values = malloc((rows->count + 1) * sizeof *values);
    TKG_ASSERT(values != NULL);
    for (size_t i = 0; i < rows->count; i++) {
        if (is_chosen(&rows->rows[i], choice)) {
            figures.run_count++;
            figures.launch_sum += rows->rows[i].launches;
            figures.slow_sum += rows->rows[i].slow;
            count_outcome(rows->rows[i].outcome, &figures);
        }
    }
    set_changes(rows, choice, values, &figures);
    free(values);
    return figures;
}

struct tkg_figures tkg_figures_of(const struct tkg_run_rows *rows, enum tkg_load_choice load)
{
    return figures_of(rows, (struct choice){load, ANY_VARIANT});
}

struct tkg_figures tkg_figures_of_variant(const struct tkg_run_rows *rows, uint32_t variant)
{
    return figures_of(rows, (struct choice){TKG_ROWS_ALL, variant});
}
