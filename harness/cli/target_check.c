/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/target_check.h"

#include <string.h>

#include "stats/summary.h"
#include "verdict/judge.h"
#include "verdict/unmatched.h"

/* A trial that gives everything its pass can give. */
static struct tkg_trial imagine_trial(enum tkg_pass pass, uint32_t round)
{
    struct tkg_trial trial = tkg_trial_empty(pass);
    trial.round = round;
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        if (strchr(tkg_metric_pass_letters((enum tkg_metric)i), tkg_pass_letter(pass))) {
            trial.values[i] = 1.0;
        }
    }
    if (pass == TKG_PASS_RULER) {
        trial.values[TKG_METRIC_LATENCY_MEAN] = 1.0;
    }
    return trial;
}

static enum tkg_status imagine_item(const struct tkg_plan_item *item, struct tkg_run_record *record,
                                    struct tkg_error *err)
{
    struct tkg_case *the_case = tkg_run_record_find_case(record, item->case_name);
    if (!the_case) {
        the_case = tkg_run_record_add_case(record, item->case_name, item->spec.tick_count);
    }
    if (the_case) {
        the_case->threads.count = item->spec.thread_count;
    }
    enum tkg_status status =
        the_case ? TKG_OK
                 : tkg_fail(err, TKG_NO_MEMORY, "out of memory while checking the targets");
    for (uint32_t round = 0; round < TKG_SAMPLES_MIN && status == TKG_OK; round++) {
        const struct tkg_trial trial = imagine_trial((enum tkg_pass)item->spec.pass, round);
        status = tkg_case_add_trial(the_case, &trial, err);
    }
    return status;
}

enum tkg_status tkg_targets_check(const struct tkg_plan *plan, const struct tkg_target_set *targets,
                                  struct tkg_error *err)
{
    struct tkg_run_record record;
    struct tkg_summary summary = {0};
    struct tkg_verdict_list verdicts = {0};
    enum tkg_status status = TKG_OK;
    tkg_run_record_init(&record);
    for (size_t i = 0; i < plan->item_count && status == TKG_OK; i++) {
        status = imagine_item(&plan->items[i], &record, err);
    }
    status = status == TKG_OK ? tkg_summary_create(&record, &summary, err) : status;
    status = status == TKG_OK ? tkg_judge(&summary, targets, &verdicts, err) : status;
    tkg_verdict_list_deinit(&verdicts);
    tkg_summary_deinit(&summary);
    tkg_run_record_deinit(&record);
    return status;
}
