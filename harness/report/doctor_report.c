/* SPDX-License-Identifier: Apache-2.0 */
#include "report/doctor_report.h"

#include <math.h>
#include <stdio.h>

#include "report/json_writer.h"
#include "report/result_fields.h"
#include "report/safe_text.h"

enum { NAME_COLUMNS = 40 };

/* A run that sees 5 % only is of little use, one that sees 20 % only says nothing a stopwatch does
 * not (docs/decisions/0117). */
static const double effect_limited = 0.05;
static const double effect_spoils = 0.20;
/* A run makes good a quarter of its trials (cli/run_plan.c), no more. */
static const double flagged_share_spoils = 0.25;

static const char noise_next[] = "see the limited rows; stop other work; try a quiet hour";

void tkg_doctor_check_noise(const struct tkg_doctor_noise *noise, struct tkg_machine_check *check)
{
    const struct tkg_noise_floor *floor = &noise->floor;
    const double flagged_share =
        noise->trial_count > 0 ? (double)noise->flagged_count / noise->trial_count : 0.0;
    *check = (struct tkg_machine_check){.id = "noise", .name = "noise", .cost = "", .next = ""};
    check->spoils = isnan(floor->effect_min) || floor->effect_min > effect_spoils ||
                    flagged_share > flagged_share_spoils;
    if (isnan(floor->effect_min)) {
        (void)snprintf(check->found, sizeof(check->found), "%u of %u trials flagged, too few left",
                       (unsigned)noise->flagged_count, (unsigned)noise->trial_count);
    } else {
        (void)snprintf(check->found, sizeof(check->found), "effects from %.2f %% on can be seen",
                       100.0 * floor->effect_min);
    }
    if (check->spoils || floor->effect_min > effect_limited) {
        check->state = TKG_CHECK_LIMITED;
        check->cost = check->spoils ? "a run of default length cannot tell what it is asked"
                                    : "only large effects are seen by a run of default length";
        check->next = noise_next;
    }
}

bool tkg_doctor_is_fit(const struct tkg_doctor_input *input)
{
    for (size_t i = 0; i < input->check_count; i++) {
        if (input->checks[i].spoils) {
            return false;
        }
    }
    return true;
}

static size_t count_of(const struct tkg_doctor_input *input, enum tkg_check_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < input->check_count; i++) {
        count += input->checks[i].state == state;
    }
    return count;
}

static void add_check(struct tkg_text *out, const struct tkg_machine_check *check)
{
    tkg_text_addf(out, "%-8s %-18s ", tkg_check_word(check->state), check->name);
    tkg_safe_add_line(out, check->found, 0, false);
    tkg_text_add(out, check->spoils ? "  SPOILS EVERY NUMBER\n" : "\n");
    if (*check->cost) {
        tkg_text_addf(out, "%27s cost: %s\n", "", check->cost);
    }
    if (*check->next) {
        tkg_text_addf(out, "%27s next: %s\n", "", check->next);
    }
}

static void add_noise(struct tkg_text *out, const struct tkg_doctor_noise *noise)
{
    const struct tkg_noise_floor *floor = &noise->floor;
    tkg_text_addf(out,
                  "\nnoise floor: the reference engine against itself, %u pairs of trials in "
                  "%.1f s, %u of %u trials flagged\n",
                  (unsigned)floor->pair_count, (double)noise->elapsed_ns * 1e-9,
                  (unsigned)noise->flagged_count, (unsigned)noise->trial_count);
    if (isnan(floor->effect_min)) {
        tkg_text_addf(out, "  insufficient samples: %d pairs are needed; %s\n", TKG_NOISE_PAIR_MIN,
                      noise->flagged_count > 0 ? "stop what else runs here"
                                               : "give --seconds more");
        return;
    }
    tkg_text_addf(out, "  one trial        +-%.2f %%\n", 100.0 * floor->trial_noise);
    tkg_text_addf(out, "  against itself   %+.2f %% [%+.2f, %+.2f], the truth is 0\n",
                  100.0 * floor->shift, 100.0 * floor->shift_low, 100.0 * floor->shift_high);
    tkg_text_addf(out, "  smallest effect  %.2f %%, seen by %.0f %% of runs of %d rounds\n",
                  100.0 * floor->effect_min, 100.0 * TKG_NOISE_SURE_0TO1, TKG_NOISE_ROUND_COUNT);
}

enum tkg_status tkg_doctor_write_human(const struct tkg_doctor_input *input, struct tkg_text *out,
                                       struct tkg_error *err)
{
    tkg_text_addf(out, "tickgate %s doctor\nhost ", input->tool_version);
    tkg_safe_add_line(out, input->fingerprint->cpu_model, NAME_COLUMNS, false);
    tkg_text_add(out, ", ");
    tkg_safe_add_line(out, input->fingerprint->kernel, NAME_COLUMNS, false);
    tkg_text_add(out, "\n\n");
    for (size_t i = 0; i < input->check_count; i++) {
        add_check(out, &input->checks[i]);
    }
    if (input->noise) {
        add_noise(out, input->noise);
    }
    tkg_text_addf(out, "\n%zu ok, %zu limited, %zu missing: %s\n", count_of(input, TKG_CHECK_OK),
                  count_of(input, TKG_CHECK_LIMITED), count_of(input, TKG_CHECK_MISSING),
                  tkg_doctor_is_fit(input) ? "fit to measure"
                                           : "NOT fit to measure, see what spoils");
    return tkg_text_failed(out) ? tkg_fail(err, TKG_NO_MEMORY, "out of memory for the report")
                                : TKG_OK;
}

static void put_checks(struct tkg_json_writer *writer, const struct tkg_doctor_input *input)
{
    json_t *checks = tkg_json_put_array(writer, writer->root, "checks");
    for (size_t i = 0; i < input->check_count; i++) {
        const struct tkg_machine_check *check = &input->checks[i];
        json_t *object = tkg_json_append_object(writer, checks);
        tkg_json_put(writer, object, "id", tkg_json_text(check->id));
        tkg_json_put(writer, object, "name", tkg_json_text(check->name));
        tkg_json_put(writer, object, "state", tkg_json_text(tkg_check_word(check->state)));
        tkg_json_put(writer, object, "spoils", json_boolean(check->spoils));
        tkg_json_put(writer, object, "found", tkg_json_text(check->found));
        tkg_json_put(writer, object, "cost", tkg_json_text(check->cost));
        tkg_json_put(writer, object, "next", tkg_json_text(check->next));
    }
}

static void put_noise(struct tkg_json_writer *writer, const struct tkg_doctor_noise *noise)
{
    if (!noise) {
        tkg_json_put(writer, writer->root, "noise", json_null());
        return;
    }
    const struct tkg_noise_floor *floor = &noise->floor;
    json_t *object = tkg_json_put_object(writer, writer->root, "noise");
    tkg_json_put(writer, object, "trial_count", tkg_json_count(noise->trial_count));
    tkg_json_put(writer, object, "flagged_count", tkg_json_count(noise->flagged_count));
    tkg_json_put(writer, object, "pair_count", tkg_json_count(floor->pair_count));
    tkg_json_put(writer, object, "elapsed_ns", tkg_json_count((uint64_t)noise->elapsed_ns));
    tkg_json_put(writer, object, "trial_noise_share", tkg_json_real(floor->trial_noise));
    tkg_json_put(writer, object, "shift_share", tkg_json_real(floor->shift));
    tkg_json_put(writer, object, "shift_low", tkg_json_real(floor->shift_low));
    tkg_json_put(writer, object, "shift_high", tkg_json_real(floor->shift_high));
    tkg_json_put(writer, object, "effect_min_share", tkg_json_real(floor->effect_min));
    tkg_json_put(writer, object, "sure_0to1", tkg_json_real(TKG_NOISE_SURE_0TO1));
    tkg_json_put(writer, object, "round_count", tkg_json_count(TKG_NOISE_ROUND_COUNT));
}

enum tkg_status tkg_doctor_write_json(const struct tkg_doctor_input *input, struct tkg_text *out,
                                      struct tkg_error *err)
{
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put(&writer, writer.root, "schema", tkg_json_text(TKG_DOCTOR_SCHEMA));
    tkg_json_put(&writer, writer.root, "tool_version", tkg_json_text(input->tool_version));
    tkg_json_put(&writer, writer.root, "fit", json_boolean(tkg_doctor_is_fit(input)));
    json_t *environment = tkg_json_put_object(&writer, writer.root, "environment");
    tkg_json_put_fields(&writer, environment, tkg_environment_fields, input->fingerprint);
    put_checks(&writer, input);
    put_noise(&writer, input->noise);
    return tkg_json_finish(&writer, out, err);
}
