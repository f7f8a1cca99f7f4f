/* SPDX-License-Identifier: Apache-2.0 */
#include "report/flight_json.h"

#include <math.h>

#include "schema_check.h"

/* 2026-03-04T05:06:07.123456789Z (date -u -d @1772600767) */
static const struct tkg_alert_row raised = {.metric = "rss",
                                            .case_name = "replay/1M",
                                            .rule = 2,
                                            .op = TKG_ALERT_GREATER_THAN,
                                            .raised = true,
                                            .value = 612e6,
                                            .threshold = 5e8,
                                            .unix_ns = INT64_C(1772600767123456789)};
static const struct tkg_flight_trial trial = {"replay/1M", TKG_PASS_BLOCK, 3, 17,
                                              INT64_C(1772600767000000000)};
static const struct tkg_flight_run run = {.engine = "builtin:reference",
                                          .stream = "synthetic:futures",
                                          .suite = "default",
                                          .seed = 42,
                                          .batch_tick_count = 1000};
static struct tkg_fingerprint fingerprint;
static struct tkg_flight_ring ring;
static struct tkg_text text;

static void add_sample(const struct tkg_flight_trial *of, int64_t rss_bytes)
{
    const struct tkg_flight_sample sample = {
        *of, raised.unix_ns, {.wall_ns = 100, .cpu_ns = 90, .wait_ns = -1, .rss_bytes = rss_bytes}};
    tkg_flight_ring_add(&ring, &sample);
}

/* What is written holds to the published schema. */
static json_t *write_flight(const struct tkg_flight *flight)
{
    struct tkg_error err = {.text = ""};
    json_error_t error;
    struct schema_check check = {.root = load_schema("flight.schema.json")};
    tkg_text_deinit(&text);
    assert_status(tkg_flight_write_json(flight, &text, &err), TKG_OK, &err);
    json_t *root = json_loads(tkg_text_borrow(&text), JSON_REJECT_DUPLICATES, &error);
    assert_non_null(root);
    check_value(&check, check.root, root);
    json_decref(check.root);
    return root;
}

static struct tkg_flight make_flight(void)
{
    tkg_flight_ring_init(&ring);
    fingerprint.cgroup_cpu_quota = NAN;
    (void)snprintf(fingerprint.cpu_model, sizeof fingerprint.cpu_model, "A processor");
    return (struct tkg_flight){"0.1.0", &raised, &trial, &run, &ring, &fingerprint};
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    assert_non_null(value);
    return value;
}

/* row: T07 */
static void a_dump_says_what_the_run_knew(void **state)
{
    (void)state;
    const struct tkg_flight flight = make_flight();
    add_sample(&trial, 400000000);
    add_sample(&trial, 612000000);
    json_t *root = write_flight(&flight);
    const json_t *alert = json_object_get(root, "alert");
    assert_string_equal(text_of(alert, "metric"), "rss");
    assert_string_equal(text_of(alert, "op"), "greater_than");
    assert_string_equal(text_of(alert, "time"), "2026-03-04T05:06:07.123456789Z");
    assert_string_equal(text_of(json_object_get(root, "trial"), "case"), "replay/1M");
    assert_int_equal(json_integer_value(json_object_get(json_object_get(root, "trial"), "round")),
                     3);
    assert_string_equal(text_of(json_object_get(root, "run"), "engine"), "builtin:reference");
    assert_string_equal(text_of(json_object_get(root, "environment"), "cpu_model"), "A processor");
    const json_t *samples = json_object_get(root, "samples");
    assert_int_equal(json_array_size(samples), 2);
    const json_t *last = json_array_get(samples, 1);
    assert_int_equal(json_integer_value(json_object_get(last, "rss_bytes")), 612000000);
    assert_true(json_is_null(json_object_get(last, "wait_ns"))); /* unknown is not -1 */
    json_decref(root);
}

static void an_alert_of_the_machine_has_no_trial(void **state)
{
    (void)state;
    struct tkg_flight flight = make_flight();
    flight.trial = NULL;
    json_t *root = write_flight(&flight);
    assert_true(json_is_null(json_object_get(root, "trial")));
    assert_int_equal(json_array_size(json_object_get(root, "samples")), 0);
    json_decref(root);
}

/* The longest names and numbers that there are, and more samples than are kept. */
static void a_dump_is_bounded(void **state)
{
    (void)state;
    const struct tkg_flight flight = make_flight();
    struct tkg_flight_trial longest = {"", TKG_PASS_THROUGHPUT, UINT32_MAX, UINT32_MAX, INT64_MAX};
    for (size_t i = 0; i + 2 < sizeof longest.case_name; i += 2) {
        memcpy(longest.case_name + i, "\xc3\xa9", 3); /* \u00e9: six bytes of ASCII for two */
    }
    struct tkg_flight_sample sample = {.trial = longest, .end_unix_ns = INT64_MAX};
    sample.point = (struct tkg_telemetry_point){
        INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX,
        INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX,
    };
    for (int i = 0; i < TKG_FLIGHT_SAMPLE_MAX + 44; i++) {
        tkg_flight_ring_add(&ring, &sample);
    }
    json_t *root = write_flight(&flight);
    assert_int_equal(json_array_size(json_object_get(root, "samples")), TKG_FLIGHT_SAMPLE_MAX);
    assert_int_equal(json_integer_value(json_object_get(root, "older_sample_count")), 44);
    assert_in_range(text.length, 1, TKG_FLIGHT_BYTES_MAX - 20000); /* head and environment grow */
    json_decref(root);
}

static int release(void **state)
{
    (void)state;
    tkg_text_deinit(&text);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dump_says_what_the_run_knew),
        cmocka_unit_test(an_alert_of_the_machine_has_no_trial),
        cmocka_unit_test(a_dump_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
