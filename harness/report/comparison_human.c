/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/quantity.h"
#include "report/comparison_report.h"
#include "report/safe_text.h"

enum { TIME_BYTES = TKG_QUANTITY_BYTES, NAME_COLUMNS = 60 };

/* A logarithm of a ratio as a percentage. */
static double percent(double logarithm)
{
    return 100.0 * expm1(logarithm);
}

static void add_interval(struct tkg_text *out, const struct tkg_shift *shift)
{
    if (isinf(shift->low) || isinf(shift->high)) {
        tkg_text_addf(out, "%+.2f %% (too few launches for an interval)", percent(shift->estimate));
    } else {
        tkg_text_addf(out, "%+.2f %% [%+.2f, %+.2f]", percent(shift->estimate), percent(shift->low),
                      percent(shift->high));
    }
}

static void add_headline(struct tkg_text *out, const struct tkg_comparison_record *record,
                         const struct tkg_comparison *comparison)
{
    const double tolerance = 100.0 * record->tolerance;
    const double margin = 100.0 * record->margin;
    if (record->end_signal > 0) {
        tkg_text_add(out, "incomplete: ended early, before a verdict\n");
        return;
    }
    switch (comparison->outcome) {
    case TKG_COMPARISON_REGRESSION:
        tkg_text_addf(out, "REGRESSION: head is slower than base by more than %g %%\n", tolerance);
        break;
    case TKG_COMPARISON_PASS:
        tkg_text_addf(out, "pass: head is not slower than base by as much as %g %%\n", margin);
        break;
    case TKG_COMPARISON_IMPROVEMENT:
        tkg_text_addf(out, "improvement: head is faster than base by more than %g %%\n", tolerance);
        break;
    case TKG_COMPARISON_CANNOT_TELL:
        tkg_text_add(out, "cannot tell: this run failed its own proof, so it says nothing\n");
        break;
    case TKG_COMPARISON_TOO_FINE:
        tkg_text_addf(out,
                      "too fine: these layouts carry a tolerance of %.2g %% at best, %g %% was "
                      "asked for; give more layouts a side, or --tolerance %.2g%%\n",
                      100.0 * comparison->layouts.tolerance_min, tolerance,
                      100.0 * comparison->layouts.tolerance_min);
        break;
    case TKG_COMPARISON_NOT_YET:
    case TKG_COMPARISON_INCONCLUSIVE:
    case TKG_COMPARISON_OUTCOME_COUNT:
    default:
        tkg_text_addf(out, "inconclusive: neither slower by %g %% nor surely less than %g %%\n",
                      tolerance, margin);
        break;
    }
}

static void add_side(struct tkg_text *out, const char *word, uint32_t kind,
                     const struct tkg_side *side, uint64_t digest)
{
    tkg_text_addf(out, "  %s  ", word);
    tkg_safe_add_line(out, side->name, NAME_COLUMNS, false);
    if (kind == TKG_SIDES_COMMANDS) {
        tkg_text_add(out, "\n");
        return;
    }
    tkg_text_addf(out, "  (%u layout%s, digest 0x%016llx)\n", (unsigned)side->layout_count,
                  side->layout_count == 1 ? "" : "s", (unsigned long long)digest);
}

static size_t count_slow(const struct tkg_comparison_record *record)
{
    size_t count = 0;
    for (size_t i = 0; i < record->launch_count; i++) {
        count += record->launches[i].is_slow;
    }
    return count;
}

static void add_proof(struct tkg_text *out, const struct tkg_comparison_record *record,
                      const struct tkg_comparison *comparison)
{
    tkg_text_add(out, "  proof  base against itself ");
    add_interval(out, &comparison->null);
    tkg_text_addf(out, "  %s\n",
                  comparison->null_holds           ? "holds 0: ok"
                  : isfinite(comparison->null.low) ? "does not hold 0: FAILED"
                                                   : "not compared: FAILED");
    if (record->plant == 0.0) {
        tkg_text_add(out,
                     "         no plant: the commands take no {ticks}, so that nothing of a known "
                     "slowness could be tried\n");
        return;
    }
    tkg_text_addf(out, "         planted %+.2f %% read as ", 100.0 * record->plant);
    add_interval(out, &comparison->plant);
    tkg_text_addf(out, "  %s\n", comparison->plant_holds ? "seen: ok" : "not seen: FAILED");
}

static void add_ticks(struct tkg_text *out, const struct tkg_comparison_record *record)
{
    if (record->side_kind == TKG_SIDES_COMMANDS) {
        if (record->plant > 0.0) {
            tkg_text_addf(out, "  ticks  %u a process\n", (unsigned)record->slice_tick_count);
        }
        tkg_text_add(out, "  note   whole processes are compared, their start with them\n");
        return;
    }
    tkg_text_add(out, "  ticks  ");
    tkg_safe_add_line(out, record->stream, NAME_COLUMNS, false);
    tkg_text_addf(out, ", slices of %u\n", (unsigned)record->slice_tick_count);
}

/* The standard error that launches do not average away. */
static void add_floor(struct tkg_text *out, const struct tkg_comparison *comparison)
{
    if (comparison->floor.kind == TKG_LAYOUT_FLOOR_UNKNOWN) {
        return;
    }
    tkg_text_addf(out, "  floor  layouts leave %s%.2f %%",
                  comparison->floor.kind == TKG_LAYOUT_FLOOR_BOUND ? "at most " : "",
                  100.0 * comparison->floor.floor);
    if (comparison->layouts.limit == TKG_LAYOUT_LIMIT_FRESH) {
        tkg_text_add(out, "; hardly one came twice, so the interval holds it\n");
    } else {
        tkg_text_addf(out, ", which carries a tolerance of %.2g %%\n",
                      100.0 * comparison->layouts.tolerance_min);
    }
}

/* Less than sixteen layouts cannot carry a tolerance below 1 %: gate-endtoend, section 3. */
static void add_promise(struct tkg_text *out, const struct tkg_comparison_record *record)
{
    const uint32_t fewest = record->base.layout_count < record->head.layout_count
                                ? record->base.layout_count
                                : record->head.layout_count;
    if (fewest < TKG_PROMISE_LAYOUTS) {
        tkg_text_addf(
            out,
            "  note   %u layout%s a side: code placement alone can move an engine by 5 %%; "
            "give %d or more to trust less than that\n",
            (unsigned)fewest, fewest == 1 ? "" : "s", TKG_PROMISE_LAYOUTS);
    }
}

enum tkg_status tkg_comparison_write_human(const struct tkg_comparison_input *input,
                                           struct tkg_text *out, struct tkg_error *err)
{
    const struct tkg_comparison_record *record = input->record;
    const struct tkg_comparison *comparison = input->comparison;
    char time[TIME_BYTES];
    add_headline(out, record, comparison);
    tkg_text_addf(out, "  %-5s  ", tkg_comparison_metric_word(record->metric));
    add_interval(out, &comparison->head);
    tkg_text_addf(out, "  %zu launches (%zu slow ones left out) in %s\n", comparison->launch_count,
                  count_slow(record),
                  tkg_quantity_format((double)record->elapsed_ns, TKG_DIMENSION_TIME, time));
    add_proof(out, record, comparison);
    add_side(out, "base ", record->side_kind, &record->base, record->base_digest);
    add_side(out, "head ", record->side_kind, &record->head, record->head_digest);
    add_ticks(out, record);
    add_floor(out, comparison);
    add_promise(out, record);
    return tkg_text_failed(out) ? tkg_fail(err, TKG_NO_MEMORY, "out of memory for the report")
                                : TKG_OK;
}
