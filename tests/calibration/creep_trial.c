/* SPDX-License-Identifier: Apache-2.0 */
#include "creep_trial.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/random.h"
#include "proportion.h"
#include "stats/creep.h"

enum { SERIES_LENGTH = TKG_CREEP_BEFORE + TKG_CREEP_COMMITS, QUIET_LENGTH = 200 };

static const size_t simulated_series = 20000;
static const uint64_t simulation_seed = 7;
static const double commit_percent = 0.3, simulated_noise_percent = 0.3;
static const double bound_error = 0.05;

/* Standard normal (Box and Muller, Ann. Math. Stat. 29, 1958). */
static double draw_normal(struct tkg_random *random)
{
    const double u = tkg_random_unit(random), v = tkg_random_unit(random);
    return sqrt(-2.0 * log1p(-u)) * cos(2.0 * 3.14159265358979323846 * v);
}

static double log_of_percent(double percent)
{
    return log1p(percent / 100.0);
}

/* Adds the commits to a quiet series, and what the detector says of it. */
static void try_series(double *values, struct tkg_creep_score *score)
{
    struct tkg_creep found;
    for (size_t i = 0; i < TKG_CREEP_COMMITS; i++) {
        values[TKG_CREEP_BEFORE + i] += log_of_percent(commit_percent * (double)(i + 1));
    }
    tkg_creep_find(values, SERIES_LENGTH, &found);
    score->series_count++;
    const struct tkg_creep_alarm *alarm = &found.alarms[0];
    if (found.count > 0 && alarm->at >= TKG_CREEP_BEFORE && alarm->now > alarm->before) {
        for (size_t i = alarm->at - TKG_CREEP_BEFORE; i < TKG_CREEP_COMMITS; i++) {
            score->told_by[i]++;
        }
    }
}

/* The first values, and those behind an alarm, only teach. */
static void try_quiet(const double *values, size_t count, struct tkg_creep_score *score)
{
    struct tkg_creep found;
    tkg_creep_find(values, count, &found);
    const size_t taught = TKG_CREEP_START * (found.count + 1);
    score->quiet_count += count > taught ? count - taught : 0;
    score->alarm_count += found.count;
}

static void draw_series(struct tkg_random *random, size_t count, double *values)
{
    for (size_t i = 0; i < count; i++) {
        values[i] = log_of_percent(simulated_noise_percent * draw_normal(random));
    }
}

struct tkg_creep_score tkg_creep_simulate(uint64_t seed, size_t series_count)
{
    struct tkg_random random = {seed};
    struct tkg_creep_score score = {.noise_percent = simulated_noise_percent};
    double values[QUIET_LENGTH];
    for (size_t i = 0; i < series_count; i++) {
        draw_series(&random, SERIES_LENGTH, values);
        try_series(values, &score);
        draw_series(&random, QUIET_LENGTH, values);
        try_quiet(values, QUIET_LENGTH, &score);
    }
    return score;
}

static int compare_starts(const void *left, const void *right)
{
    const struct tkg_run_row *a = left, *b = right;
    const int by_time = (a->start_s > b->start_s) - (a->start_s < b->start_s);
    return by_time != 0 ? by_time : (a->run > b->run) - (a->run < b->run);
}

/* Readings of head, in the order of time; returns how many are known. */
static size_t read_in_order(const struct tkg_run_rows *equal, double *values)
{
    size_t count = 0;
    struct tkg_run_row *rows = malloc((equal->count + 1) * sizeof *rows);
    TKG_ASSERT(rows != NULL);
    for (size_t i = 0; i < equal->count; i++) {
        rows[i] = equal->rows[i];
    }
    qsort(rows, equal->count, sizeof *rows, compare_starts);
    for (size_t i = 0; i < equal->count; i++) {
        if (isfinite(rows[i].head)) {
            values[count++] = log_of_percent(rows[i].head);
        }
    }
    free(rows);
    return count;
}

static double spread_percent(const double *values, size_t count)
{
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    for (size_t i = 0; i < count; i++) {
        squares += (values[i] - sum / (double)count) * (values[i] - sum / (double)count);
    }
    return count > 1 ? 100.0 * sqrt(squares / (double)(count - 1)) : NAN;
}

struct tkg_creep_score tkg_creep_replay(const struct tkg_run_rows *equal)
{
    double *values = malloc((equal->count + 1) * sizeof *values);
    TKG_ASSERT(values != NULL);
    const size_t count = read_in_order(equal, values);
    struct tkg_creep_score score = {.noise_percent = spread_percent(values, count)};
    try_quiet(values, count, &score); /* first: try_series() changes the values */
    for (size_t begin = 0; begin + SERIES_LENGTH <= count; begin += SERIES_LENGTH) {
        try_series(values + begin, &score);
    }
    free(values);
    return score;
}

static void write_told(const struct tkg_creep_score *score, const char *noise, const char *source,
                       struct tkg_text *text)
{
    const size_t told = score->told_by[5];
    tkg_text_addf(text,
                  "| creep: ten commits of +%g %%, %s noise of %.2g %% | flagged by the 6th | %zu "
                  "of %zu by the 6th, %zu by the 7th | %zu | >= %.3g %% | %s |\n",
                  commit_percent, noise, score->noise_percent, told, score->series_count,
                  score->told_by[6], score->series_count,
                  100.0 * tkg_proportion_lower(told, score->series_count, bound_error), source);
}

static void write_false(const struct tkg_creep_score *score, const char *noise, const char *source,
                        struct tkg_text *text)
{
    tkg_text_addf(
        text,
        "| creep: false alarms, %s noise | one value in 4,000 | %zu of %zu values | %zu | "
        "<= one in %.0f | %s |\n",
        noise, score->alarm_count, score->quiet_count, score->quiet_count,
        1.0 / tkg_proportion_upper(score->alarm_count, score->quiet_count, bound_error), source);
}

void tkg_creep_write_goals(const struct tkg_run_rows *equal, struct tkg_text *text)
{
    const struct tkg_creep_score drawn = tkg_creep_simulate(simulation_seed, simulated_series);
    const struct tkg_creep_score real = tkg_creep_replay(equal);
    write_told(&drawn, "drawn", "see Creep", text);
    write_false(&drawn, "drawn", "see Creep", text);
    if (real.series_count > 0) {
        write_told(&real, "real", "branchy_equal", text);
        write_false(&real, "real", "branchy_equal", text);
    }
}

static void write_line(const struct tkg_creep_score *score, const char *noise,
                       struct tkg_text *text)
{
    tkg_text_addf(text, "| %s | %.3g %% | %zu", noise, score->noise_percent, score->series_count);
    for (size_t commit = 3; commit < TKG_CREEP_COMMITS; commit++) {
        tkg_text_addf(text, " | %.3g %%",
                      100.0 * (double)score->told_by[commit] / (double)score->series_count);
    }
    tkg_text_add(text, " |\n");
}

void tkg_creep_write_section(const struct tkg_run_rows *equal, struct tkg_text *text)
{
    const struct tkg_creep_score drawn = tkg_creep_simulate(simulation_seed, simulated_series);
    const struct tkg_creep_score real = tkg_creep_replay(equal);
    tkg_text_addf(
        text,
        "## Creep\n\nThe detector of `tickgate history` on series of %d quiet values and then ten "
        "commits of +%g %% each; told where the first alarm comes behind the first commit and says "
        "\"slower\". Drawn: normal noise of seed %llu, and as many quiet series of %d values. "
        "Real: "
        "readings of the runs `branchy_equal` in the order of their starts, each in one series "
        "only, with the commits added; all of them in one series are the quiet one.\n\n"
        "| noise | SD of a value | series | by the 4th | 5th | 6th | 7th | 8th | 9th | 10th |\n"
        "|---|---|---|---|---|---|---|---|---|---|\n",
        TKG_CREEP_BEFORE, commit_percent, (unsigned long long)simulation_seed, QUIET_LENGTH);
    write_line(&drawn, "drawn", text);
    if (real.series_count > 0) {
        write_line(&real, "real", text);
    }
    tkg_text_add(text, "\n");
}
