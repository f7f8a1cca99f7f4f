/* SPDX-License-Identifier: Apache-2.0 */
#include "config/setting.h"

#include "config_check.h"

/* A struct of every kind, with guards that a wrong width or offset would overwrite. */
struct object {
    char text[8];
    uint32_t guard_before;
    uint32_t count;
    uint32_t guard_after;
    uint64_t seed;
    int64_t time_ns;
    double rate_ticks_per_s;
    int own;
};

static enum tkg_status set_own(void *object, const char *text, struct tkg_error *err)
{
    if (*text != 'y') {
        return tkg_fail(err, TKG_CONFIG, "own: '%s' is not y", text);
    }
    ((struct object *)object)->own = 1;
    return TKG_OK;
}

#define AT(member) offsetof(struct object, member)

static const struct tkg_setting text_setting = {
    .key = "text", .kind = TKG_SETTING_TEXT, .offset = AT(text), .bytes = 8, .min = 1};
static const struct tkg_setting count_setting = {
    .key = "count", .kind = TKG_SETTING_U32, .offset = AT(count), .min = 2, .max = 5000};
static const struct tkg_setting seed_setting = {
    .key = "seed", .kind = TKG_SETTING_SEED, .offset = AT(seed)};
static const struct tkg_setting time_setting = {
    .key = "time", .kind = TKG_SETTING_TIME, .offset = AT(time_ns), .min = 1e3, .max = 1e9};
static const struct tkg_setting rate_setting = {
    .key = "rate", .kind = TKG_SETTING_RATE, .offset = AT(rate_ticks_per_s), .min = 1, .max = 1e9};
static const struct tkg_setting own_setting = {
    .key = "own", .kind = TKG_SETTING_OWN, .set = set_own};

static struct object fresh_object(void)
{
    return (struct object){.text = "old",
                           .guard_before = 0xdeadbeef,
                           .count = 7,
                           .guard_after = 0xdeadbeef,
                           .seed = 8,
                           .time_ns = 9,
                           .rate_ticks_per_s = 10.0};
}

static struct object applied(const struct tkg_setting *setting, const char *text)
{
    struct object object = fresh_object();
    struct tkg_error err = {.text = ""};
    enum tkg_status status = tkg_setting_apply(setting, &object, text, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, TKG_OK);
    assert_int_equal(object.guard_before, 0xdeadbeef);
    assert_int_equal(object.guard_after, 0xdeadbeef);
    return object;
}

static void refuses(const struct tkg_setting *setting, const char *text, const char *message)
{
    struct object object = fresh_object();
    struct object before = object;
    struct tkg_error err;
    assert_int_equal(tkg_setting_apply(setting, &object, text, &err), TKG_CONFIG);
    assert_string_equal(err.text, message);
    assert_memory_equal(&object, &before, sizeof(object));
    assert_int_equal(tkg_setting_apply(setting, &object, text, NULL), TKG_CONFIG);
}

static void each_kind_is_stored_in_its_place(void **state)
{
    (void)state;
    assert_string_equal(applied(&text_setting, "1234567").text, "1234567");
    assert_int_equal(applied(&count_setting, "3").count, 3);
    assert_true(applied(&seed_setting, "18446744073709551615").seed == UINT64_MAX);
    assert_true(applied(&seed_setting, "0").seed == 0);
    assert_true(applied(&time_setting, "250 ms").time_ns == 250000000);
    assert_true(applied(&rate_setting, "100 K ticks/s").rate_ticks_per_s == 100e3);
    assert_int_equal(applied(&own_setting, "y").own, 1);
}

static void ends_of_a_range_are_inside(void **state)
{
    (void)state;
    assert_int_equal(applied(&count_setting, "2").count, 2);
    assert_int_equal(applied(&count_setting, "5K").count, 5000);
    assert_true(applied(&time_setting, "1 us").time_ns == 1000);
    assert_true(applied(&time_setting, "1s").time_ns == 1000000000);
    assert_true(applied(&rate_setting, "1 G ticks/s").rate_ticks_per_s == 1e9);
}

static void times_are_rounded_to_the_nearest_nanosecond(void **state)
{
    (void)state;
    assert_true(applied(&time_setting, "1000.5 ns").time_ns == 1001);
    assert_true(applied(&time_setting, "1.2344 us").time_ns == 1234);
}

static void what_is_out_of_range_is_refused_with_the_range(void **state)
{
    (void)state;
    refuses(&count_setting, "1", "count: '1' is not a whole number from 2 to 5000");
    refuses(&count_setting, "5001", "count: '5001' is not a whole number from 2 to 5000");
    refuses(&count_setting, "4294967299", /* 2^32 + 3 must not wrap to 3 */
            "count: '4294967299' is not a whole number from 2 to 5000");
    refuses(&time_setting, "999 ns",
            "time: '999 ns' is out of range; it may be from 1.00 us to 1.00 s");
    refuses(&time_setting, "1.1 s",
            "time: '1.1 s' is out of range; it may be from 1.00 us to 1.00 s");
    refuses(&rate_setting, "0.5 ticks/s",
            "rate: '0.5 ticks/s' is out of range; it may be from 1.00 ticks/s to 1.00 G ticks/s");
    refuses(&seed_setting, "18446744073709551616",
            "seed: '18446744073709551616' is not a whole number from 0 to 18446744073709551615");
    refuses(&text_setting, "12345678", "text has 8 bytes; at most 7 are allowed");
    refuses(&text_setting, "", "text is empty; write a value");
}

static void what_is_no_value_of_the_kind_is_refused(void **state)
{
    (void)state;
    refuses(&count_setting, "-3", "count: '-3' is not a whole number from 2 to 5000");
    refuses(&count_setting, "", "count: '' is not a whole number from 2 to 5000");
    refuses(&count_setting, "3x", "count: '3x' is not a whole number from 2 to 5000");
    refuses(&seed_setting, "-1", "seed: '-1' is not a whole number from 0 to 18446744073709551615");
    refuses(&seed_setting, "0x10",
            "seed: '0x10' is not a whole number from 0 to 18446744073709551615");
    refuses(&time_setting, "5", "time: '5' has no unit; expected ns, us, ms or s");
    refuses(&time_setting, "5 MB", "time: '5 MB' has the unit 'MB'; expected ns, us, ms or s");
    refuses(&rate_setting, "5 ms",
            "rate: '5 ms' has the unit 'ms'; expected ticks/s, K ticks/s, M ticks/s or G ticks/s");
    refuses(&own_setting, "n", "own: 'n' is not y");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_is_stored_in_its_place),
        cmocka_unit_test(ends_of_a_range_are_inside),
        cmocka_unit_test(times_are_rounded_to_the_nearest_nanosecond),
        cmocka_unit_test(what_is_out_of_range_is_refused_with_the_range),
        cmocka_unit_test(what_is_no_value_of_the_kind_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
