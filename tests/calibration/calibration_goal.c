/* SPDX-License-Identifier: Apache-2.0 */
#include "calibration_goal.h"

#include <math.h>
#include <stdbool.h>

#include "proportion.h"

/* One-sided: with 95 % confidence the rate is no higher (of errors), no lower (of catches). */
static const double bound_error = 0.05;

/* The plant of the experiment gain_10. */
static const double gain_plant = 0.1;

static const struct tkg_goal goals[] = {
    {"false alarms, one case, branchy engine", "branchy_equal", TKG_GOAL_NO_ALARM, TKG_ROWS_ALL,
     "0 in 10,000"},
    {"of these, beside bursty neighbours", "branchy_equal", TKG_GOAL_NO_ALARM, TKG_ROWS_BURSTY,
     "0"},
    {"false alarms, one case, latency-bound engine", "latency_equal", TKG_GOAL_NO_ALARM,
     TKG_ROWS_ALL, "0 in 10,000"},
    {"false alarms, gate of twelve cases", "twelve", TKG_GOAL_NO_ALARM, TKG_ROWS_ALL,
     "0 in 300, then 1,000"},
    {"cost of the gate of twelve cases", "twelve", TKG_GOAL_COST_WHOLE, TKG_ROWS_ALL,
     "mean <= 12 s, worst <= 60 s"},
    {"5 % at tolerance 2.5 %, branchy", "branchy_5", TKG_GOAL_CAUGHT, TKG_ROWS_ALL, ">= 99 %"},
    {"2 % at tolerance 1 %, branchy", "branchy_2", TKG_GOAL_CAUGHT, TKG_ROWS_ALL, ">= 99 %"},
    {"1 % at tolerance 0.5 %, branchy", "branchy_1", TKG_GOAL_CAUGHT, TKG_ROWS_ALL,
     ">= 99 % in 5 s"},
    {"1 % at tolerance 0.5 %, latency-bound", "latency_1", TKG_GOAL_CAUGHT, TKG_ROWS_ALL,
     ">= 99 % in 1.5 s"},
    {"0.5 % at tolerance 0.25 %, branchy", "branchy_05", TKG_GOAL_CAUGHT, TKG_ROWS_ALL,
     ">= 99 % in 16 s"},
    {"0.5 % at tolerance 0.25 %, latency-bound", "latency_05", TKG_GOAL_CAUGHT, TKG_ROWS_ALL,
     ">= 99 % in 3 s"},
    {"0.25 % at tolerance 0.125 %, branchy", "branchy_025", TKG_GOAL_CAUGHT, TKG_ROWS_ALL,
     ">= 95 % in 60 s"},
    {"0.25 % at tolerance 0.125 %, latency-bound", "latency_025", TKG_GOAL_CAUGHT, TKG_ROWS_ALL,
     ">= 95 % in 10 s"},
    {"a change of source of about 2 %, branchy", "source_2", TKG_GOAL_CAUGHT, TKG_ROWS_ALL,
     "caught as its size says"},
    {"2 % at tolerance 0.5 %, bursty neighbours", "bursty_2", TKG_GOAL_CAUGHT, TKG_ROWS_ALL,
     ">= 99 % in 3 s"},
    {"1 % at tolerance 0.5 %, bursty neighbours", "bursty_1", TKG_GOAL_CAUGHT, TKG_ROWS_ALL,
     ">= 95 % in 10 s"},
    {"p99: 5 % planted tail", "p99_5", TKG_GOAL_CAUGHT, TKG_ROWS_ALL, ">= 80 % in 30 s"},
    {"p99: 10 % planted tail", "p99_10", TKG_GOAL_CAUGHT, TKG_ROWS_ALL, ">= 95 % in 30 s"},
    {"p99: false alarms", "p99_equal", TKG_GOAL_NO_ALARM, TKG_ROWS_ALL, "<= 0.5 %"},
    {"blind spot: same instructions, twice the time", "stride", TKG_GOAL_CAUGHT, TKG_ROWS_ALL,
     "caught"},
    {"blind spot: 5 % more instructions, no time", "free", TKG_GOAL_NO_ALARM, TKG_ROWS_ALL,
     "not blocked"},
    {"instructions: false alarms", "count_equal", TKG_GOAL_NO_ALARM, TKG_ROWS_ALL, "0 in 1,000"},
    {"instructions: about 0.1 % more, tolerance 0.05 %", "count_tenth", TKG_GOAL_CAUGHT,
     TKG_ROWS_ALL, "1,000 of 1,000"},
    {"instructions: time of a count of 100,000 ticks", "count_long", TKG_GOAL_COST_COUNT,
     TKG_ROWS_ALL, "<= 1 s"},
    {"displacement only: flagged", "displaced", TKG_GOAL_NO_ALARM, TKG_ROWS_ALL, "0"},
    {"displacement only: the build that reads furthest from 0", "displaced", TKG_GOAL_NEUTRAL,
     TKG_ROWS_ALL, "within 0.4 %"},
    {"slow arms, at the begin of a page", "page", TKG_GOAL_SLOW_ARMS, TKG_ROWS_ALL,
     "all named and drawn again"},
    {"slow arms, one instance in fifty", "moody", TKG_GOAL_SLOW_ARMS, TKG_ROWS_ALL,
     "all named and drawn again"},
    {"verdicts beside slow arms (page)", "page", TKG_GOAL_NO_ALARM, TKG_ROWS_ALL, "none wrong"},
    {"verdicts beside slow arms (one in fifty)", "moody", TKG_GOAL_NO_ALARM, TKG_ROWS_ALL,
     "none wrong"},
    {"cannot tell or inconclusive, quiet", "branchy_equal", TKG_GOAL_UNDECIDED, TKG_ROWS_QUIET,
     "<= 1 %"},
    {"cannot tell or inconclusive, bursty", "branchy_equal", TKG_GOAL_UNDECIDED, TKG_ROWS_BURSTY,
     "<= 3 %"},
    {"gain of a plant of 10 %", "gain_10", TKG_GOAL_GAIN, TKG_ROWS_ALL, "0.9 to 1.1"},
    {"cost of twelve unchanged cases, branchy", "branchy_equal", TKG_GOAL_COST, TKG_ROWS_ALL,
     "mean <= 12 s, worst <= 60 s"},
};

const struct tkg_goal *tkg_goals(size_t *count)
{
    *count = sizeof goals / sizeof goals[0];
    return goals;
}

/* A share as people read it: of many runs more digits. */
static void add_percent(struct tkg_text *text, double share)
{
    tkg_text_addf(text, share < 0.1 ? "%.2g %%" : "%.3g %%", 100.0 * share);
}

static void add_upper(struct tkg_text *text, size_t hits, size_t trials)
{
    tkg_text_addf(text, " | %zu | <= ", trials);
    add_percent(text, tkg_proportion_upper(hits, trials, bound_error));
}

/* Whatever else runs ended as. */
static void add_others(const struct tkg_figures *figures, bool is_pass_right, struct tkg_text *text)
{
    const struct {
        size_t count;
        const char *word;
    } others[] = {{is_pass_right ? 0 : figures->pass, "pass"},
                  {is_pass_right ? 0 : figures->improvement, "improvement"},
                  {figures->inconclusive, "inconclusive"},
                  {figures->cannot_tell, "cannot tell"},
                  {figures->too_fine, "too fine for the layouts"},
                  {figures->failed, "failed"}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (others[i].count > 0) {
            tkg_text_addf(text, ", %zu %s", others[i].count, others[i].word);
        }
    }
}

static void write_no_alarm(const struct tkg_figures *figures, struct tkg_text *text)
{
    const size_t alarms = figures->regression + figures->improvement;
    tkg_text_addf(text, "%zu of %zu", alarms, figures->run_count);
    if (alarms > 0) {
        tkg_text_addf(text, " (%zu regressions, %zu improvements)", figures->regression,
                      figures->improvement);
    }
    add_others(figures, true, text);
    add_upper(text, alarms, figures->run_count);
}

static void write_caught(const struct tkg_figures *figures, struct tkg_text *text)
{
    tkg_text_addf(text, "%zu of %zu", figures->regression, figures->run_count);
    add_others(figures, false, text);
    tkg_text_addf(text, "; median %.2g s, 99th percentile %.2g s, worst %.2g s | %zu | >= ",
                  figures->seconds_median, figures->seconds_p99, figures->seconds_worst,
                  figures->run_count);
    add_percent(text, tkg_proportion_lower(figures->regression, figures->run_count, bound_error));
}

static void write_undecided(const struct tkg_figures *figures, struct tkg_text *text)
{
    const size_t undecided = figures->cannot_tell + figures->inconclusive;
    tkg_text_addf(text, "%zu cannot tell, %zu inconclusive; besides %zu refused as too fine",
                  figures->cannot_tell, figures->inconclusive, figures->too_fine);
    add_upper(text, undecided, figures->run_count);
}

static void write_slow_arms(const struct tkg_figures *figures, struct tkg_text *text)
{
    tkg_text_addf(text, "%zu launches of %zu left out and drawn again | %zu | see below",
                  figures->slow_sum, figures->slow_sum + figures->launch_sum, figures->run_count);
}

static uint32_t variant_count(const struct tkg_run_rows *rows)
{
    uint32_t count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        count = rows->rows[i].variant >= count ? rows->rows[i].variant + 1 : count;
    }
    return count;
}

static void write_neutral(const struct tkg_run_rows *rows, struct tkg_text *text)
{
    struct tkg_figures worst = tkg_figures_of_variant(rows, 0);
    uint32_t worst_variant = 0;
    const uint32_t count = variant_count(rows);
    for (uint32_t variant = 1; variant < count; variant++) {
        const struct tkg_figures figures = tkg_figures_of_variant(rows, variant);
        if (isnan(worst.head_mean) || fabs(figures.head_mean) > fabs(worst.head_mean)) {
            worst = figures;
            worst_variant = variant;
        }
    }
    tkg_text_addf(text, "%+.2f +- %.2f %%, build %u of %u | %zu | -", worst.head_mean,
                  worst.head_error, (unsigned)worst_variant, (unsigned)count, worst.run_count);
}

/* Readings are percents: 10 % read as 9.7 % is a gain of 0.97. */
static double gain_of(double percent)
{
    return log1p(percent / 100.0) / log1p(gain_plant);
}

static void write_gain(const struct tkg_figures *figures, struct tkg_text *text)
{
    tkg_text_addf(text, "median %.3f; nine of ten runs %.3f to %.3f | %zu | -",
                  gain_of(figures->plant_median), gain_of(figures->plant_p05),
                  gain_of(figures->plant_p95), figures->run_count);
}

static void write_cost(const struct tkg_figures *figures, struct tkg_text *text)
{
    tkg_text_addf(text,
                  "%.2f s a case, so %.1f s in the mean; one case: 99th percentile %.2f s, worst "
                  "%.2f s | %zu | -",
                  figures->seconds_mean, 12.0 * figures->seconds_mean, figures->seconds_p99,
                  figures->seconds_worst, figures->run_count);
}

/* A run's seconds are those of all its counts. */
static void write_cost_of_count(const struct tkg_figures *figures, struct tkg_text *text)
{
    const double counts = (double)figures->launch_sum / (double)figures->run_count;
    tkg_text_addf(text,
                  "median %.2g s, 99th percentile %.2g s, worst %.2g s; each the mean of a run's "
                  "%.3g counts | %zu | -",
                  figures->seconds_median / counts, figures->seconds_p99 / counts,
                  figures->seconds_worst / counts, counts, figures->run_count);
}

void tkg_goal_write(const struct tkg_goal *goal, const struct tkg_run_rows *rows,
                    struct tkg_text *text)
{
    const struct tkg_figures figures = tkg_figures_of(rows, goal->load);
    if (figures.run_count == 0) {
        tkg_text_add(text, "not measured | 0 | -");
        return;
    }
    switch (goal->kind) {
    case TKG_GOAL_NO_ALARM:
        write_no_alarm(&figures, text);
        break;
    case TKG_GOAL_CAUGHT:
        write_caught(&figures, text);
        break;
    case TKG_GOAL_UNDECIDED:
        write_undecided(&figures, text);
        break;
    case TKG_GOAL_SLOW_ARMS:
        write_slow_arms(&figures, text);
        break;
    case TKG_GOAL_NEUTRAL:
        write_neutral(rows, text);
        break;
    case TKG_GOAL_GAIN:
        write_gain(&figures, text);
        break;
    case TKG_GOAL_COST:
        write_cost(&figures, text);
        break;
    case TKG_GOAL_COST_COUNT:
        write_cost_of_count(&figures, text);
        break;
    case TKG_GOAL_COST_WHOLE:
        tkg_text_addf(text, "mean %.1f s, worst %.1f s | %zu | -", figures.seconds_mean,
                      figures.seconds_worst, figures.run_count);
        break;
    }
}
