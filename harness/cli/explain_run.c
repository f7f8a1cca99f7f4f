/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/explain_run.h"

#include <stdio.h>
#include <string.h>

#include "profile/time_sample.h"

/* Times are taken in so many turns: base, head, head, base, ... */
enum { TURN_COUNT = 4 };

static struct tkg_count_spec spec_of(const struct tkg_explain_means *means, const char *engine)
{
    struct tkg_count_spec spec = means->replay;
    (void)snprintf(spec.engine, sizeof spec.engine, "%s", engine);
    return spec;
}

static enum tkg_status count_side(const struct tkg_explain_means *means, const char *engine,
                                  struct tkg_function_table *table, uint64_t *digest,
                                  struct tkg_error *err)
{
    const struct tkg_count_spec spec = spec_of(means, engine);
    struct tkg_instruction_count count;
    const enum tkg_status status =
        tkg_instruction_count_run(means->program_path, &spec, &count, table, err);
    *digest = count.digest;
    return status;
}

static enum tkg_status sample_side(const struct tkg_explain_means *means, const char *engine,
                                   struct tkg_function_table *table, struct tkg_error *err)
{
    const struct tkg_sample_spec spec = {
        .replay = spec_of(means, engine),
        .duration_ns = means->sample_ns / TURN_COUNT,
        .interval_ns = TKG_SAMPLE_INTERVAL_NS,
    };
    return tkg_time_sample_run(means->program_path, &spec, table, NULL, err);
}

static enum tkg_status count_sides(const struct tkg_explain_means *means, const char *base_path,
                                   const char *head_path, struct tkg_explanation_record *record,
                                   struct tkg_error *err)
{
    enum tkg_status status = count_side(means, base_path, &record->base, &record->base_digest, err);
    return status == TKG_OK ? count_side(means, head_path, &record->head, &record->head_digest, err)
                            : status;
}

static enum tkg_status sample_sides(const struct tkg_explain_means *means, const char *base_path,
                                    const char *head_path, struct tkg_explanation_record *record,
                                    struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (int turn = 0; turn < 2 * TURN_COUNT && status == TKG_OK; turn++) {
        const bool is_base = turn % 4 == 0 || turn % 4 == 3;
        status = sample_side(means, is_base ? base_path : head_path,
                             is_base ? &record->base : &record->head, err);
    }
    return status;
}

/* Runs one witness; TKG_ENVIRONMENT becomes the reason why it is silent. */
typedef enum tkg_status (*witness)(const struct tkg_explain_means *means, const char *base_path,
                                   const char *head_path, struct tkg_explanation_record *record,
                                   struct tkg_error *err);

enum tkg_status tkg_explain_run(const struct tkg_explain_means *means, const char *base_path,
                                const char *head_path, struct tkg_explanation_record *record,
                                struct tkg_error *err)
{
    static const witness witnesses[] = {count_sides, sample_sides};
    char *const reasons[] = {record->count_reason, record->sample_reason};
    const bool is_asked[] = {!means->without_counts, means->sample_ns > 0};
    size_t silent_count = 0;
    for (size_t i = 0; i < 2; i++) {
        struct tkg_error why = {0};
        enum tkg_status status = TKG_ENVIRONMENT;
        (void)snprintf(reasons[i], TKG_REASON_BYTES, "not asked for");
        if (is_asked[i]) {
            status = witnesses[i](means, base_path, head_path, record, &why);
            (void)snprintf(reasons[i], TKG_REASON_BYTES, "%.*s", TKG_REASON_BYTES - 1, why.text);
        }
        if (status != TKG_OK && status != TKG_ENVIRONMENT) {
            return tkg_fail(err, status, "%s", why.text);
        }
        silent_count += status != TKG_OK;
    }
    return silent_count < 2 ? TKG_OK
                            : tkg_fail(err, TKG_ENVIRONMENT, "nothing can be profiled here: %s; %s",
                                       record->count_reason, record->sample_reason);
}
