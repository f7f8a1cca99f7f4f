/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "cmocka_all.h"
#include "measure/session.h"
#include "sample/histogram.h"
#include "trial_main.h"

enum { ROUNDS = 3, ITEMS = 3 };

/* Two passes over one case and one over another. */
static void make_plan(struct tkg_plan *plan, const char *parameters)
{
    static const struct {
        const char *case_name;
        enum tkg_pass pass;
        uint64_t tick_count;
    } rows[ITEMS] = {{"replay/20K", TKG_PASS_THROUGHPUT, 20000},
                     {"replay/20K", TKG_PASS_BLOCK, 20000},
                     {"replay/1K", TKG_PASS_THROUGHPUT, 1000}};
    *plan = (struct tkg_plan){
        .items = calloc(ITEMS, sizeof(struct tkg_plan_item)),
        .item_count = ITEMS,
        .round_count = ROUNDS,
        .schedule_seed = 5,
        .cpu = -1,
        .program_path = "/proc/self/exe",
    };
    for (size_t i = 0; i < ITEMS; i++) {
        plan->items[i].spec = make_trial_spec(rows[i].pass, parameters);
        plan->items[i].spec.tick_count = rows[i].tick_count;
        (void)snprintf(plan->items[i].case_name, sizeof(plan->items[i].case_name), "%s",
                       rows[i].case_name);
    }
}

struct seen {
    size_t count;
    size_t last_done;
    size_t total;
};

static void see(void *context, const struct tkg_progress *progress)
{
    struct seen *seen = context;
    seen->count++;
    assert_int_equal(progress->done_count, seen->last_done + 1);
    seen->last_done = progress->done_count;
    seen->total = progress->total_count;
}

static bool has_valid_block(const struct tkg_case *the_case)
{
    bool has_valid = false;
    for (size_t i = 0; i < the_case->trial_count; i++) {
        has_valid |= the_case->trials[i].pass == TKG_PASS_BLOCK && !the_case->trials[i].invalid;
    }
    return has_valid;
}

/* row: B03 */
static void every_item_runs_once_a_round_in_fresh_processes(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_plan plan;
    struct tkg_run_record record;
    struct seen seen = {0};
    make_plan(&plan, "");
    tkg_run_record_init(&record);
    assert_status(tkg_session_run(&plan, &record, see, &seen, &err), TKG_OK, &err);
    assert_true(record.complete);
    assert_int_equal(seen.count, ROUNDS * ITEMS);
    assert_int_equal(seen.total, ROUNDS * ITEMS);
    assert_int_equal(record.case_count, 2);
    assert_string_equal(record.cases[0].name, "replay/20K");
    assert_int_equal(record.cases[0].trial_count, 2 * ROUNDS);
    assert_int_equal(record.cases[1].trial_count, ROUNDS);
    assert_string_equal(record.engine_name, "counter");
    for (uint32_t round = 0; round < ROUNDS; round++) {
        assert_int_equal(record.cases[1].trials[round].round, round);
    }
    /* The merged histogram holds the valid trials of pass B, if this machine allowed any. */
    assert_int_equal(record.cases[0].block_ns_x1000 != NULL, has_valid_block(&record.cases[0]));
    assert_null(record.cases[1].block_ns_x1000);
    tkg_run_record_deinit(&record);
    tkg_plan_deinit(&plan);
}

/* Order indexes over all cases are 0..n-1, each once: the order is shuffled, nothing is lost. */
static void order_is_a_shuffle(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_plan plan;
    struct tkg_run_record record;
    bool met[ROUNDS * ITEMS] = {false};
    make_plan(&plan, "");
    tkg_run_record_init(&record);
    assert_status(tkg_session_run(&plan, &record, NULL, NULL, &err), TKG_OK, &err);
    for (size_t c = 0; c < record.case_count; c++) {
        for (size_t t = 0; t < record.cases[c].trial_count; t++) {
            uint32_t index = record.cases[c].trials[t].order_index;
            assert_true(index < ROUNDS * ITEMS);
            assert_false(met[index]);
            met[index] = true;
        }
    }
    tkg_run_record_deinit(&record);
    tkg_plan_deinit(&plan);
}

/* row: B03 */
static void no_two_trials_share_a_process(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_plan plan;
    struct tkg_run_record record;
    uint64_t met[ROUNDS * ITEMS + 1] = {(uint64_t)getpid()};
    size_t count = 1;
    make_plan(&plan, "tell process");
    tkg_run_record_init(&record);
    assert_status(tkg_session_run(&plan, &record, NULL, NULL, &err), TKG_OK, &err);
    for (size_t c = 0; c < record.case_count; c++) {
        for (size_t t = 0; t < record.cases[c].trial_count; t++) {
            const uint64_t process = record.cases[c].trials[t].order_count;
            for (size_t i = 0; i < count; i++) {
                assert_true(process != met[i]);
            }
            met[count++] = process;
        }
    }
    assert_int_equal(count, ROUNDS * ITEMS + 1);
    tkg_run_record_deinit(&record);
    tkg_plan_deinit(&plan);
}

/* Where the small size stands among the three trials of each round: within the round, and not
 * always in one place, as in a sweep by rising size. */
/* row: B03 */
static void sizes_take_turns_and_change_places_from_round_to_round(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_plan plan;
    struct tkg_run_record record;
    bool met[ITEMS] = {false};
    make_plan(&plan, "");
    tkg_run_record_init(&record);
    assert_status(tkg_session_run(&plan, &record, NULL, NULL, &err), TKG_OK, &err);
    const struct tkg_case *small = tkg_run_record_find_case(&record, "replay/1K");
    assert_non_null(small);
    assert_int_equal(small->trial_count, ROUNDS);
    for (size_t t = 0; t < small->trial_count; t++) {
        const struct tkg_trial *trial = &small->trials[t];
        assert_int_equal(trial->order_index / ITEMS, trial->round);
        met[trial->order_index % ITEMS] = true;
    }
    assert_true(met[0] + met[1] + met[2] >= 2);
    tkg_run_record_deinit(&record);
    tkg_plan_deinit(&plan);
}

static void batch_dependent_digest_ends_the_run(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_plan plan;
    struct tkg_run_record record;
    make_plan(&plan, "batchy"); /* pass A feeds 1,000 a time, pass B 250 */
    tkg_run_record_init(&record);
    assert_status(tkg_session_run(&plan, &record, NULL, NULL, &err), TKG_ENGINE_DIGEST, &err);
    assert_contains(err.text, "is not deterministic, or depends on how ticks are cut into batches");
    assert_contains(err.text, "replay/20K: digest 0x");
    assert_false(record.complete);
    tkg_run_record_deinit(&record);
    tkg_plan_deinit(&plan);
}

static void failing_engine_ends_the_run_with_its_status(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_plan plan;
    struct tkg_run_record record;
    make_plan(&plan, "undercount");
    tkg_run_record_init(&record);
    assert_status(tkg_session_run(&plan, &record, NULL, NULL, &err), TKG_ENGINE_COUNT, &err);
    assert_false(record.complete);
    tkg_run_record_deinit(&record);
    tkg_plan_deinit(&plan);
}

int main(int argc, char **argv)
{
    int exit_code;
    if (is_trial_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_runs_once_a_round_in_fresh_processes),
        cmocka_unit_test(order_is_a_shuffle),
        cmocka_unit_test(no_two_trials_share_a_process),
        cmocka_unit_test(sizes_take_turns_and_change_places_from_round_to_round),
        cmocka_unit_test(batch_dependent_digest_ends_the_run),
        cmocka_unit_test(failing_engine_ends_the_run_with_its_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
