/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "report/stage_reader.h"

static enum tkg_status read_stages(const char *json, struct tkg_stage_table *table, bool *found,
                                   struct tkg_error *err)
{
    json_t *object = json_loads(json, 0, NULL);
    assert_non_null(object);
    struct tkg_json_reader reader = {.path = "r.json", .err = err};
    enum tkg_status status = tkg_stages_read(&reader, object, table, found);
    json_decref(object);
    return status;
}

static void rows_and_wall_are_read(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_stage_table table;
    bool found = false;
    assert_status(read_stages("{\"stages\": {\"wall_ns\": 12.5, \"rows\": ["
                              "{\"name\": \"settle\", \"entry_count\": 3, \"time_ns\": 7},"
                              "{\"name\": \"other\", \"entry_count\": 0, \"time_ns\": 5.5}]}}",
                              &table, &found, &err),
                  TKG_OK, &err);
    assert_true(found);
    assert_near(table.wall_ns, 12.5, 0.0);
    assert_int_equal(table.row_count, 2);
    assert_string_equal(table.rows[0].name, "settle");
    assert_int_equal(table.rows[0].entry_count, 3);
    assert_near(table.rows[1].time_ns, 5.5, 0.0);
}

static void trials_of_other_passes_have_none(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_stage_table table;
    bool found = true;
    assert_status(read_stages("{}", &table, &found, &err), TKG_OK, &err);
    assert_false(found);
    assert_int_equal(table.row_count, 0);
}

#define STAGES(wall, rows) "{\"stages\": {\"wall_ns\": " wall ", \"rows\": [" rows "]}}"
#define ROW(name, time) "{\"name\": \"" name "\", \"entry_count\": 1, \"time_ns\": " time "}"

static void every_refusal_names_the_place(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        const char *text;
    } rows[] = {
        {"{\"stages\": 7}", "r.json: stages: expected an object, found an integer"},
        {"{\"stages\": {\"rows\": []}}", "r.json: stages.wall_ns: expected a number"},
        {STAGES("null", ""), "r.json: stages.wall_ns: expected a number, found null"},
        {STAGES("-1", ""), "r.json: stages.wall_ns: expected a number from 0 to 1e+18, found -1"},
        {"{\"stages\": {\"wall_ns\": 1}}", "r.json: stages.rows: expected an array"},
        {STAGES("1", "3"), "r.json: stages.rows[0]: expected an object, found an integer"},
        {STAGES("1", ROW("", "1")),
         "r.json: stages.rows[0].name: expected a name that no other stage has"},
        {STAGES("1", ROW("a", "1") "," ROW("a", "1")),
         "r.json: stages.rows[1].name: expected a name that no other stage has, found a"},
        {STAGES("1", ROW("a", "null")),
         "r.json: stages.rows[0].time_ns: expected a number, found null"},
        {STAGES("1", ROW("a-name-of-thirty-two-characters-", "1")),
         "r.json: stages.rows[0].name: expected a string of at most 31 bytes"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tkg_error err = {0};
        struct tkg_stage_table table;
        bool found;
        assert_int_equal(read_stages(rows[i].json, &table, &found, &err), TKG_INPUT);
        assert_contains(err.text, rows[i].text);
    }
}

static void more_rows_than_a_trial_can_have_are_refused(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_stage_table table;
    bool found;
    char json[8192];
    int used = snprintf(json, sizeof(json), "{\"stages\": {\"wall_ns\": 1, \"rows\": [");
    for (int i = 0; i <= TKG_STAGE_ROW_MAX; i++) {
        used +=
            snprintf(json + used, sizeof(json) - (size_t)used,
                     "%s{\"name\": \"s%d\", \"entry_count\": 1, \"time_ns\": 1}", i ? "," : "", i);
    }
    (void)snprintf(json + used, sizeof(json) - (size_t)used, "]}}");
    assert_int_equal(read_stages(json, &table, &found, &err), TKG_INPUT);
    assert_contains(err.text, "stages.rows");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_wall_are_read),
        cmocka_unit_test(trials_of_other_passes_have_none),
        cmocka_unit_test(every_refusal_names_the_place),
        cmocka_unit_test(more_rows_than_a_trial_can_have_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
