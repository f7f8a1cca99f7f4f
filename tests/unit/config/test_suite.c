/* SPDX-License-Identifier: Apache-2.0 */
#include "config/suite.h"

#include <unistd.h>

#include "base/text.h"

#define CONFIG_CHECK_MALLOC
#include "config_check.h"

/* A B C P M R */
enum {
    DEFAULT_MASK = 1 << TKG_PASS_THROUGHPUT | 1 << TKG_PASS_BLOCK | 1 << TKG_PASS_TICK |
                   1 << TKG_PASS_PACED | 1 << TKG_PASS_MEMORY | 1 << TKG_PASS_RULER,
};

#define HEAD "schema: tickgate.suite/1\nname: mine\n" /* values begin on line 3 */

/* Unlike ={...}, keeps padding equal too, so that suites can be compared bytewise. */
static void init_zeroed(struct tkg_suite *suite)
{
    memset(suite, 0, sizeof(*suite));
    tkg_suite_init(suite);
}

static struct tkg_suite parsed(const char *yaml)
{
    struct tkg_suite suite;
    struct tkg_error err = {.text = ""};
    tkg_suite_init(&suite);
    enum tkg_status status = tkg_suite_parse(&suite, "f", yaml, strlen(yaml), &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, TKG_OK);
    return suite;
}

static void refuses(const char *yaml, const char *text)
{
    struct tkg_suite suite;
    struct tkg_suite before;
    struct tkg_error err = {.text = ""};
    init_zeroed(&suite);
    memcpy(&before, &suite, sizeof(before));
    enum tkg_status status = tkg_suite_parse(&suite, "f", yaml, strlen(yaml), &err);
    assert_string_equal(err.text, text);
    assert_int_equal(status, TKG_CONFIG);
    assert_int_equal(tkg_suite_parse(&suite, "f", yaml, strlen(yaml), NULL), TKG_CONFIG);
    assert_memory_equal(&suite, &before, sizeof(suite));
}

static void is_default_but_for_its_name(const struct tkg_suite *suite)
{
    assert_string_equal(suite->engine, "reference");
    assert_string_equal(suite->parameters, "");
    assert_string_equal(suite->stream, "synthetic:futures");
    assert_true(suite->seed == 42);
    assert_int_equal(suite->size_count, 3);
    assert_true(suite->sizes[0] == 10000);
    assert_true(suite->sizes[1] == 100000);
    assert_true(suite->sizes[2] == 1000000);
    assert_int_equal(suite->round_count, 20);
    assert_int_equal(suite->pass_mask, DEFAULT_MASK);
    assert_true(suite->pace_ticks_per_s == 100000.0);
    assert_true(suite->pace_time_ns == 250000000);
    assert_true(suite->min_time_ns == 50000000);
    assert_true(suite->timeout_ns == 60000000000);
    assert_int_equal(suite->batch_tick_count, 1000);
}

/* row: B04 */
static void the_built_in_suite_is_the_documented_one(void **state)
{
    struct tkg_suite suite;
    (void)state;
    tkg_suite_init(&suite);
    assert_string_equal(suite.name, "default");
    is_default_but_for_its_name(&suite);
}

/* row: B04 */
static void the_shipped_default_suite_says_what_is_built_in(void **state)
{
    static char yaml[SHIPPED_BYTES_MAX];
    struct tkg_suite suite;
    struct tkg_error err = {.text = ""};
    size_t length = read_shipped("bench/suites/default.yaml", yaml);
    (void)state;
    memset(&suite, 0, sizeof(suite)); /* nothing built in: every value must come from the file */
    suite.timeout_ns = 1;
    assert_int_equal(tkg_suite_parse(&suite, "default.yaml", yaml, length, &err), TKG_OK);
    assert_string_equal(suite.name, "default");
    is_default_but_for_its_name(&suite);
}

static void the_shipped_quick_suite_has_the_same_cases_and_fewer_rounds(void **state)
{
    static char yaml[SHIPPED_BYTES_MAX];
    (void)state;
    (void)read_shipped("bench/suites/quick.yaml", yaml);
    struct tkg_suite suite = parsed(yaml);
    assert_string_equal(suite.name, "quick");
    assert_int_equal(suite.size_count, 3);
    assert_true(suite.sizes[2] == 1000000);
    assert_int_equal(suite.round_count, 6);
    assert_int_equal(suite.pass_mask, DEFAULT_MASK);
    assert_true(suite.min_time_ns < 50000000);
}

static void the_example_of_the_handbook_is_accepted(void **state)
{
    static char text[SHIPPED_BYTES_MAX];
    (void)state;
    (void)read_shipped("bench/suites/README.md", text);
    char *yaml = strstr(text, "```yaml\n");
    assert_non_null(yaml);
    yaml += strlen("```yaml\n");
    char *end = strstr(yaml, "```");
    assert_non_null(end);
    *end = '\0';
    struct tkg_suite suite = parsed(yaml);
    assert_string_equal(suite.engine, "./libmyengine.so");
    assert_true(suite.sizes[2] == 10000000);
}

static void the_editor_schema_knows_every_key(void **state)
{
    static const char *const keys[] = {
        "schema", "name",   "description", "engine",    "parameters", "stream",  "seed",  "sizes",
        "rounds", "passes", "pace",        "pace_time", "min_time",   "timeout", "batch", "threads",
    };
    static char schema[SHIPPED_BYTES_MAX];
    (void)state;
    (void)read_shipped("bench/suites/suite.schema.json", schema);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        char word[64];
        (void)snprintf(word, sizeof(word), "\"%s\": {", keys[i]);
        assert_non_null(strstr(schema, word));
    }
}

static void what_a_file_leaves_out_keeps_its_value(void **state)
{
    (void)state;
    struct tkg_suite suite = parsed(HEAD);
    assert_string_equal(suite.name, "mine");
    is_default_but_for_its_name(&suite);
}

static void a_second_file_lies_on_top_of_the_first(void **state)
{
    static const char top[] = "schema: tickgate.suite/1\nrounds: 9\n";
    struct tkg_suite suite = parsed(HEAD "rounds: 8\nbatch: 500\n");
    (void)state;
    assert_int_equal(tkg_suite_parse(&suite, "top", top, strlen(top), NULL), TKG_OK);
    assert_string_equal(suite.name, "mine");
    assert_int_equal(suite.round_count, 9);
    assert_int_equal(suite.batch_tick_count, 500);
}

static void every_value_of_a_file_is_taken(void **state)
{
    (void)state;
    struct tkg_suite suite = parsed(HEAD "description: |\n  two\n  lines\n"
                                         "engine: ./my.so\nparameters: ''\nstream: a.ticks\n"
                                         "seed: 18446744073709551615\nsizes: [5, 2.5M]\n"
                                         "rounds: 10K\npasses: RA\npace: 1 M ticks/s\n"
                                         "pace_time: 1 s\nmin_time: 1 us\ntimeout: 2 s\n"
                                         "batch: 1048576\n");
    assert_string_equal(suite.engine, "./my.so");
    assert_string_equal(suite.parameters, "");
    assert_string_equal(suite.stream, "a.ticks");
    assert_true(suite.seed == UINT64_MAX);
    assert_int_equal(suite.size_count, 2);
    assert_true(suite.sizes[0] == 5);
    assert_true(suite.sizes[1] == 2500000);
    assert_int_equal(suite.round_count, 10000);
    assert_int_equal(suite.pass_mask, 1u << TKG_PASS_RULER | 1u << TKG_PASS_THROUGHPUT);
    assert_true(suite.pace_ticks_per_s == 1e6);
    assert_true(suite.pace_time_ns == 1000000000);
    assert_true(suite.min_time_ns == 1000);
    assert_true(suite.timeout_ns == 2000000000);
    assert_int_equal(suite.batch_tick_count, 1048576);
}

/* row: B04 */
static void sizes_are_a_list_or_a_comma_text(void **state)
{
    static const char *const forms[] = {
        "sizes: 10k,100k,1M\n", "sizes: ' 10K , 100_000,1000000 '\n", "sizes: [10K, 100K, 1M]\n",
        "sizes:\n  - 10000\n  - '100k'\n  - 0.001G\n"};
    (void)state;
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        char yaml[256];
        (void)snprintf(yaml, sizeof(yaml), HEAD "%s", forms[i]);
        struct tkg_suite suite = parsed(yaml);
        assert_int_equal(suite.size_count, 3);
        assert_true(suite.sizes[0] == 10000);
        assert_true(suite.sizes[1] == 100000);
        assert_true(suite.sizes[2] == 1000000);
    }
    assert_int_equal(parsed(HEAD "sizes: 100m\n").size_count, 1);
}

static void wrong_sizes_in_a_file_are_refused_where_they_stand(void **state)
{
    (void)state;
    refuses(HEAD "sizes: [10K, 10x]\n", "f:3:14: sizes: '10x' is not a tick count from 1 to 1000G; "
                                        "write 10000, 10K, 2.5M or 1G");
    refuses(HEAD "sizes: [10K, 100K, 10000]\n",
            "f:3:20: sizes: '10000' is given twice; remove one");
    refuses(HEAD "sizes: 10K, 0\n", "f:3:8: sizes: '0' is not a tick count from 1 to 1000G; write "
                                    "10000, 10K, 2.5M or 1G");
    refuses(HEAD "sizes: []\n", "f:3:8: sizes: the list is empty; add a tick count");
    refuses(HEAD "sizes: [[10K]]\n", "f:3:9: sizes: each item must be one tick count");
    refuses(HEAD "sizes: [\"1\\n\"]\n", "f:3:9: sizes: each item must be one tick count");
    refuses(HEAD "sizes: {a: 1}\n", "f:3:8: 'sizes' must be a value or a list, not a mapping");
    refuses(HEAD "sizes:\n", "f:3:7: sizes: '' is not a tick count from 1 to 1000G; write 10000, "
                             "10K, 2.5M or 1G");
}

static void a_range_error_names_the_range(void **state)
{
    (void)state;
    refuses(HEAD "rounds: 0\n", "f:3:9: rounds: '0' is not a whole number from 1 to 10000");
    refuses(HEAD "rounds: 10001\n", "f:3:9: rounds: '10001' is not a whole number from 1 to 10000");
    refuses(HEAD "batch: 0\n", "f:3:8: batch: '0' is not a whole number from 1 to 1048576");
    refuses(HEAD "batch: 1048577\n",
            "f:3:8: batch: '1048577' is not a whole number from 1 to 1048576");
    refuses(HEAD "seed: -1\n",
            "f:3:7: seed: '-1' is not a whole number from 0 to 18446744073709551615");
    refuses(HEAD "pace: 0.9 ticks/s\n",
            "f:3:7: pace: '0.9 ticks/s' is out of range; it may be from 1.00 ticks/s to 1.00 G "
            "ticks/s");
    refuses(HEAD "pace: 2 G ticks/s\n",
            "f:3:7: pace: '2 G ticks/s' is out of range; it may be from 1.00 ticks/s to 1.00 G "
            "ticks/s");
    refuses(HEAD "pace_time: 999 us\n",
            "f:3:12: pace_time: '999 us' is out of range; it may be from 1.00 ms to 3600 s");
    refuses(HEAD "pace_time: 3601 s\n",
            "f:3:12: pace_time: '3601 s' is out of range; it may be from 1.00 ms to 3600 s");
    refuses(HEAD "min_time: 999 ns\n",
            "f:3:11: min_time: '999 ns' is out of range; it may be from 1.00 us to 3600 s");
    refuses(HEAD "min_time: 3601 s\n",
            "f:3:11: min_time: '3601 s' is out of range; it may be from 1.00 us to 3600 s");
    refuses(HEAD "timeout: 999 us\n",
            "f:3:10: timeout: '999 us' is out of range; it may be from 1.00 ms to 86400 s");
    refuses(HEAD "timeout: 86401 s\n",
            "f:3:10: timeout: '86401 s' is out of range; it may be from 1.00 ms to 86400 s");
}

static void a_wrong_unit_is_refused(void **state)
{
    (void)state;
    refuses(HEAD "min_time: 250\n",
            "f:3:11: min_time: '250' has no unit; expected ns, us, ms or s");
    refuses(HEAD "pace: 10 us\n", "f:3:7: pace: '10 us' has the unit 'us'; expected ticks/s, K "
                                  "ticks/s, M ticks/s or G ticks/s");
}

static void texts_of_a_wrong_length_are_refused(void **state)
{
    char yaml[512];
    (void)state;
    refuses(HEAD "engine: ''\n", "f:3:9: engine is empty; write a value");
    refuses(HEAD "stream:\n", "f:3:8: stream is empty; write a value");
    refuses("schema: tickgate.suite/1\nname: ''\n", "f:2:7: name is empty; write a value");
    (void)snprintf(yaml, sizeof(yaml), HEAD "engine: %0256d\n", 1);
    refuses(yaml, "f:3:9: engine has 256 bytes; at most 255 are allowed");
    (void)snprintf(yaml, sizeof(yaml), "schema: tickgate.suite/1\nname: %064d\n", 1);
    refuses(yaml, "f:2:7: name has 64 bytes; at most 63 are allowed");
}

static void a_timeout_below_the_measuring_time_is_refused(void **state)
{
    static const char text[] = "timeout must be longer than min_time and pace_time, or every trial "
                               "times out";
    char message[256];
    (void)state;
    (void)snprintf(message, sizeof(message), "f:4:10: %s", text);
    refuses(HEAD "pace_time: 1 s\ntimeout: 1 s\n", message);
    (void)snprintf(message, sizeof(message), "f:3:10: %s", text);
    refuses(HEAD "timeout: 50 ms\n", message); /* not above the built-in min_time */
    (void)snprintf(message, sizeof(message), "f:3:11: %s", text);
    refuses(HEAD "min_time: 60 s\n", message);
    (void)snprintf(message, sizeof(message), "f:3:12: %s", text);
    refuses(HEAD "pace_time: 61 s\n", message);
    assert_true(parsed(HEAD "timeout: 251 ms\n").timeout_ns == 251000000);
}

static void what_is_no_suite_is_refused(void **state)
{
    (void)state;
    refuses("schema: tickgate.suite/2\n", "f:1:9: schema 'tickgate.suite/2' is of another version; "
                                          "this tickgate reads 'tickgate.suite/1'");
    refuses("schema: tickgate.targets/1\n", "f:1:9: schema 'tickgate.targets/1' is not "
                                            "'tickgate.suite/1'; is this the right kind of file?");
    refuses(HEAD "round: 5\n", "f:3:1: unknown key 'round'; did you mean 'rounds'?");
    refuses(HEAD "rounds: 5\nrounds: 6\n",
            "f:4:1: key 'rounds' is given twice (first value at 3:9); remove one");
    refuses(HEAD "rounds: [5]\n", "f:3:9: 'rounds' must be a single value, not a list");
    refuses(HEAD "a: &a 1\n", "f:3:4: anchors ('&name') are refused; write each value out");
    refuses("", "f:1:1: the file is empty; start it with 'schema:'");
}

static void sizes_are_kept_in_the_order_given(void **state)
{
    struct tkg_suite suite;
    (void)state;
    tkg_suite_init(&suite);
    assert_int_equal(tkg_suite_set_sizes(&suite, "1M,10k, 1000G ,1", NULL), TKG_OK);
    assert_int_equal(suite.size_count, 4);
    assert_true(suite.sizes[0] == 1000000);
    assert_true(suite.sizes[1] == 10000);
    assert_true(suite.sizes[2] == UINT64_C(1000000000000));
    assert_true(suite.sizes[3] == 1);
}

static void sizes_refused(const char *list, const char *text)
{
    struct tkg_suite suite;
    struct tkg_suite before;
    struct tkg_error err;
    init_zeroed(&suite);
    memcpy(&before, &suite, sizeof(before));
    assert_int_equal(tkg_suite_set_sizes(&suite, list, &err), TKG_CONFIG);
    assert_string_equal(err.text, text);
    assert_memory_equal(&suite, &before, sizeof(suite));
}

static void wrong_sizes_are_refused_and_change_nothing(void **state)
{
    static const char *const wrong[] = {"0", "-1", "1.5", "1001G", "1000000000001", "10 K", "1e3"};
    char text[256];
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        (void)snprintf(text, sizeof(text),
                       "sizes: '%s' is not a tick count from 1 to 1000G; write 10000, 10K, 2.5M or "
                       "1G",
                       wrong[i]);
        sizes_refused(wrong[i], text);
    }
    static const char empty[] =
        "sizes: '' is not a tick count from 1 to 1000G; write 10000, 10K, 2.5M or 1G";
    sizes_refused("", empty);
    sizes_refused("10k,,1M", empty);
    sizes_refused("10k,", empty);
    sizes_refused("1000K,1M", "sizes: '1M' is given twice; remove one");
    /* Cutting these items to their room would leave a valid size: that must not happen. */
    sizes_refused("0000000000000000000000000001999999",
                  "sizes: '0000000000000000000000000001...' is not a tick count from 1 to 1000G; "
                  "write 10000, 10K, 2.5M or 1G");
    sizes_refused("00000000000000000000000000000010", /* one digit more than fits */
                  "sizes: '0000000000000000000000000000...' is not a tick count from 1 to 1000G; "
                  "write 10000, 10K, 2.5M or 1G");
}

static void the_number_of_sizes_is_bounded(void **state)
{
    struct tkg_suite suite;
    struct tkg_text list;
    (void)state;
    tkg_text_init(&list);
    for (int i = 1; i <= TKG_SUITE_SIZE_MAX; i++) {
        tkg_text_addf(&list, "%s%d", i > 1 ? "," : "", i);
    }
    tkg_suite_init(&suite);
    assert_int_equal(tkg_suite_set_sizes(&suite, tkg_text_borrow(&list), NULL), TKG_OK);
    assert_int_equal(suite.size_count, TKG_SUITE_SIZE_MAX);
    assert_true(suite.sizes[63] == 64);
    tkg_text_add(&list, ",65");
    sizes_refused(tkg_text_borrow(&list), "sizes: more than 64 sizes; remove some");
    tkg_text_deinit(&list);
}

static void passes_are_letters_in_any_order(void **state)
{
    struct tkg_suite suite;
    (void)state;
    tkg_suite_init(&suite);
    assert_int_equal(tkg_suite_set_passes(&suite, "MPA", NULL), TKG_OK);
    assert_int_equal(suite.pass_mask,
                     1u << TKG_PASS_MEMORY | 1u << TKG_PASS_PACED | 1u << TKG_PASS_THROUGHPUT);
    assert_int_equal(tkg_suite_set_passes(&suite, "CB", NULL), TKG_OK);
    assert_int_equal(suite.pass_mask, 1u << TKG_PASS_TICK | 1u << TKG_PASS_BLOCK);
}

static void wrong_passes_are_refused_and_change_nothing(void **state)
{
    static const struct {
        const char *letters;
        const char *text;
    } rows[] = {
        {"AX", "passes: 'AX' has a letter that is no pass; the passes are A B C D P M R T G"},
        {"a", "passes: 'a' has a letter that is no pass; the passes are A B C D P M R T G"},
        {"A B", "passes: 'A B' has a letter that is no pass; the passes are A B C D P M R T G"},
        {"ABA", "passes: 'ABA' names pass A twice; remove one"},
        {"", "passes: no letter given; the passes are A B C D P M R T G"},
    };
    struct tkg_suite suite;
    (void)state;
    tkg_suite_init(&suite);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tkg_error err;
        assert_int_equal(tkg_suite_set_passes(&suite, rows[i].letters, &err), TKG_CONFIG);
        assert_string_equal(err.text, rows[i].text);
        assert_int_equal(suite.pass_mask, DEFAULT_MASK);
    }
    refuses(HEAD "passes: AX\n", "f:3:9: passes: 'AX' has a letter that is no pass; the passes are "
                                 "A B C D P M R T G");
}

static void a_single_value_is_set_by_its_key(void **state)
{
    struct tkg_suite suite;
    struct tkg_error err;
    (void)state;
    tkg_suite_init(&suite);
    assert_int_equal(tkg_suite_set(&suite, "rounds", "7", &err), TKG_OK);
    assert_int_equal(suite.round_count, 7);
    assert_int_equal(tkg_suite_set(&suite, "timeout", "5 s", &err), TKG_OK);
    assert_true(suite.timeout_ns == 5000000000);
    assert_int_equal(tkg_suite_set(&suite, "sizes", "1K,2K", &err), TKG_OK);
    assert_int_equal(suite.size_count, 2);
    assert_int_equal(tkg_suite_set(&suite, "passes", "A", &err), TKG_OK);
    assert_int_equal(suite.pass_mask, 1);
    assert_int_equal(tkg_suite_set(&suite, "rounds", "x", &err), TKG_CONFIG);
    assert_string_equal(err.text, "rounds: 'x' is not a whole number from 1 to 10000");
    assert_int_equal(tkg_suite_set(&suite, "engine", "a\nb", &err), TKG_CONFIG);
    assert_string_equal(err.text, "engine must be a single line");
    assert_int_equal(tkg_suite_set(&suite, "schema", "x", &err), TKG_CONFIG);
    assert_string_equal(err.text, "a suite has no value 'schema'");
    assert_int_equal(suite.round_count, 7);
}

static void loading_reads_a_file_and_names_one_that_is_not_there(void **state)
{
    char path[] = "/tmp/tickgate-test-suite-XXXXXX";
    struct tkg_suite suite;
    struct tkg_error err = {.text = ""};
    (void)state;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, HEAD, strlen(HEAD)), (ssize_t)strlen(HEAD));
    assert_int_equal(close(descriptor), 0);
    tkg_suite_init(&suite);
    assert_int_equal(tkg_suite_load(&suite, path, &err), TKG_OK);
    assert_string_equal(suite.name, "mine");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(tkg_suite_load(&suite, path, &err), TKG_INPUT);
    assert_non_null(strstr(err.text, path));
}

static void every_failing_allocation_leaves_the_suite_as_it_was(void **state)
{
    struct tkg_suite suite;
    struct tkg_suite before;
    enum tkg_status status = TKG_NO_MEMORY;
    long count = 0;
    (void)state;
    fail_allocation(-1);
    init_zeroed(&suite);
    memcpy(&before, &suite, sizeof(before));
    for (; status == TKG_NO_MEMORY && count < 1000; count++) {
        struct tkg_error err;
        assert_memory_equal(&suite, &before, sizeof(suite));
        fail_allocation(count);
        status = tkg_suite_parse(&suite, "f", HEAD "sizes: [1, 2]\n",
                                 strlen(HEAD "sizes: [1, 2]\n"), &err);
        fail_allocation(-1);
        assert_true(status == TKG_OK || strstr(err.text, "out of memory"));
    }
    assert_int_equal(status, TKG_OK);
    assert_string_equal(suite.name, "mine");
    assert_true(count > 10); /* the texts, the table and what libyaml needs */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_suite_is_the_documented_one),
        cmocka_unit_test(the_shipped_default_suite_says_what_is_built_in),
        cmocka_unit_test(the_shipped_quick_suite_has_the_same_cases_and_fewer_rounds),
        cmocka_unit_test(the_example_of_the_handbook_is_accepted),
        cmocka_unit_test(the_editor_schema_knows_every_key),
        cmocka_unit_test(what_a_file_leaves_out_keeps_its_value),
        cmocka_unit_test(a_second_file_lies_on_top_of_the_first),
        cmocka_unit_test(every_value_of_a_file_is_taken),
        cmocka_unit_test(sizes_are_a_list_or_a_comma_text),
        cmocka_unit_test(wrong_sizes_in_a_file_are_refused_where_they_stand),
        cmocka_unit_test(a_range_error_names_the_range),
        cmocka_unit_test(a_wrong_unit_is_refused),
        cmocka_unit_test(texts_of_a_wrong_length_are_refused),
        cmocka_unit_test(a_timeout_below_the_measuring_time_is_refused),
        cmocka_unit_test(what_is_no_suite_is_refused),
        cmocka_unit_test(sizes_are_kept_in_the_order_given),
        cmocka_unit_test(wrong_sizes_are_refused_and_change_nothing),
        cmocka_unit_test(the_number_of_sizes_is_bounded),
        cmocka_unit_test(passes_are_letters_in_any_order),
        cmocka_unit_test(wrong_passes_are_refused_and_change_nothing),
        cmocka_unit_test(a_single_value_is_set_by_its_key),
        cmocka_unit_test(loading_reads_a_file_and_names_one_that_is_not_there),
        cmocka_unit_test(every_failing_allocation_leaves_the_suite_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
