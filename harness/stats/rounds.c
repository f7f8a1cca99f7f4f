/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/rounds.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"

/* By round; within one, valid trials before flagged ones, then in the order they ran. */
static int compare_rounds(const void *a, const void *b)
{
    const struct tkg_round_value *x = a;
    const struct tkg_round_value *y = b;
    if (x->round != y->round) {
        return x->round < y->round ? -1 : 1;
    }
    if (x->valid != y->valid) {
        return x->valid ? -1 : 1;
    }
    return (x->trial_index > y->trial_index) - (x->trial_index < y->trial_index);
}

static size_t collect(const struct tkg_case *the_case, enum tkg_metric metric,
                      struct tkg_round_value *values)
{
    size_t count = 0;
    for (size_t i = 0; i < the_case->trial_count; i++) {
        const struct tkg_trial *trial = &the_case->trials[i];
        if (!isnan(trial->values[metric])) {
            struct tkg_round_value value = {trial->round, trial->invalid == 0, i,
                                            trial->values[metric]};
            values[count++] = value;
        }
    }
    return count;
}

static size_t keep_first_of_each_round(struct tkg_round_value *values, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || values[i].round != values[kept - 1].round) {
            values[kept++] = values[i];
        }
    }
    return kept;
}

enum tkg_status tkg_rounds_create(const struct tkg_case *the_case, enum tkg_metric metric,
                                  struct tkg_round_value **values, size_t *count,
                                  struct tkg_error *err)
{
    size_t bytes = 0;
    bool fits = tkg_size_multiply(the_case->trial_count + 1, sizeof(**values), &bytes);
    *values = fits ? malloc(bytes) : NULL;
    if (!*values) {
        return tkg_fail(err, TKG_NO_MEMORY, "case \"%s\": no memory for %zu trials; free some",
                        the_case->name, the_case->trial_count);
    }
    *count = collect(the_case, metric, *values);
    qsort(*values, *count, sizeof(**values), compare_rounds);
    *count = keep_first_of_each_round(*values, *count);
    return TKG_OK;
}
