/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tick/synthetic.h"
#include "tick/tick_file.h"
#include "tick/tick_source.h"

enum { TICKS = 1000 };

/* A folder with the first 1,000 ticks of a synthetic stream in a.tkt, and two lines in b.CSV. */
struct folder {
    char path[64];
    char ticks[96];
    char quotes[96];
};

static int make_folder(void **state)
{
    struct folder *folder = calloc(1, sizeof(*folder));
    assert_non_null(folder);
    (void)snprintf(folder->path, sizeof(folder->path), "%s/tkg_tick_source_XXXXXX", P_tmpdir);
    assert_non_null(mkdtemp(folder->path));
    (void)snprintf(folder->ticks, sizeof(folder->ticks), "%s/a.tkt", folder->path);
    (void)snprintf(folder->quotes, sizeof(folder->quotes), "%s/b.CSV", folder->path);

    struct tkg_synthetic *synthetic = NULL;
    assert_int_equal(tkg_synthetic_create(&synthetic, "futures", 5, NULL), TKG_OK);
    struct tkg_tick ticks[TICKS];
    tkg_synthetic_read(synthetic, 0, ticks, TICKS);
    uint32_t count = 0;
    const struct tkg_instrument *instruments = tkg_synthetic_instruments(synthetic, &count);
    struct tkg_tick_writer *writer = NULL;
    assert_int_equal(tkg_tick_writer_open(&writer, folder->ticks, instruments, count, NULL),
                     TKG_OK);
    assert_int_equal(tkg_tick_writer_append(writer, ticks, TICKS, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_finish(writer, NULL), TKG_OK);
    tkg_synthetic_destroy(synthetic);

    FILE *stream = fopen(folder->quotes, "wb");
    assert_non_null(stream);
    (void)fputs("20200101 170000065,1.12,1.13,0\n20200101 170000066,1.11,1.12,0\n", stream);
    assert_int_equal(fclose(stream), 0);
    *state = folder;
    return 0;
}

static int remove_folder(void **state)
{
    struct folder *folder = *state;
    (void)unlink(folder->ticks);
    (void)unlink(folder->quotes);
    assert_int_equal(rmdir(folder->path), 0);
    free(folder);
    return 0;
}

static struct tkg_tick_source *open_source(const char *name, uint64_t seed)
{
    struct tkg_tick_source *source = NULL;
    struct tkg_error err = {0};
    if (tkg_tick_source_open(&source, name, seed, &err) != TKG_OK) {
        fail_msg("%s", err.text);
    }
    return source;
}

static void a_synthetic_source_has_no_end_and_obeys_the_seed(void **state)
{
    (void)state;
    struct tkg_tick_source *source = open_source("synthetic:futures", 5);
    assert_true(tkg_tick_source_count(source) == UINT64_MAX);
    uint32_t count = 0;
    assert_string_equal(tkg_tick_source_instruments(source, &count)[0].name, "INDEX");
    assert_int_equal(count, 4);

    struct tkg_synthetic *synthetic = NULL;
    assert_int_equal(tkg_synthetic_create(&synthetic, "futures", 5, NULL), TKG_OK);
    struct tkg_tick expected[100];
    struct tkg_tick ticks[100];
    tkg_synthetic_read(synthetic, 1234567, expected, 100);
    tkg_tick_source_read(source, 1234567, ticks, 100);
    assert_memory_equal(ticks, expected, sizeof(ticks));
    tkg_synthetic_destroy(synthetic);
    tkg_tick_source_close(source);

    source = open_source("synthetic:futures", 6);
    tkg_tick_source_read(source, 1234567, ticks, 100);
    assert_memory_not_equal(ticks, expected, sizeof(ticks));
    tkg_tick_source_close(source);
}

static void a_tick_file_gives_its_ticks_in_any_order_and_ignores_the_seed(void **state)
{
    const struct folder *folder = *state;
    struct tkg_tick_source *synthetic = open_source("synthetic:futures", 5);
    struct tkg_tick expected[TICKS];
    tkg_tick_source_read(synthetic, 0, expected, TICKS);
    for (uint64_t seed = 0; seed < 2; seed++) {
        struct tkg_tick_source *source = open_source(folder->ticks, seed);
        assert_int_equal(tkg_tick_source_count(source), TICKS);
        uint32_t count = 0;
        assert_string_equal(tkg_tick_source_instruments(source, &count)[3].name, "GOLD");
        assert_int_equal(count, 4);
        struct tkg_tick ticks[TICKS];
        for (size_t i = TICKS / 2; i-- > 0;) {
            tkg_tick_source_read(source, i * 2, ticks + i * 2, 2);
        }
        assert_memory_equal(ticks, expected, sizeof(ticks));
        tkg_tick_source_read(source, TICKS, ticks, 0); /* nothing, at the end */
        tkg_tick_source_close(source);
    }
    tkg_tick_source_close(synthetic);
}

static void a_csv_file_is_histdata_whatever_the_case_of_its_name(void **state)
{
    const struct folder *folder = *state;
    struct tkg_tick_source *source = open_source(folder->quotes, 0);
    assert_int_equal(tkg_tick_source_count(source), 2);
    uint32_t count = 0;
    assert_string_equal(tkg_tick_source_instruments(source, &count)[0].name, "b");
    assert_int_equal(count, 1);
    struct tkg_tick tick;
    tkg_tick_source_read(source, 1, &tick, 1);
    assert_int_equal(tick.bid_price, 111);
    assert_int_equal(tick.ask_price, 112);
    tkg_tick_source_close(source);
}

static void every_failure_has_its_status_and_text(void **state)
{
    (void)state;
    const struct {
        const char *name;
        enum tkg_status status;
        const char *text;
    } cases[] = {
        {"synthetic:stocks", TKG_USAGE,
         "unknown synthetic stream \"stocks\"; there are: futures, fx, randomwalk, depth, orders; "
         "the "
         "first three also with +faults"},
        {"synthetic:", TKG_USAGE,
         "unknown synthetic stream \"\"; there are: futures, fx, randomwalk, depth, orders; the "
         "first "
         "three also with +faults"},
        {"/nonexistent/a.tkt", TKG_INPUT,
         "/nonexistent/a.tkt: cannot be opened: No such file or directory"},
        {"/nonexistent/a.csv", TKG_INPUT,
         "/nonexistent/a.csv: cannot be opened: No such file or directory"},
        {"", TKG_INPUT, ": cannot be opened: No such file or directory"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tkg_tick_source *source = NULL;
        struct tkg_error err = {0};
        assert_int_equal(tkg_tick_source_open(&source, cases[i].name, 0, &err), cases[i].status);
        assert_string_equal(err.text, cases[i].text);
        assert_null(source);
    }
    tkg_tick_source_close(NULL);
}

static void a_csv_file_under_another_name_is_told_what_to_do(void **state)
{
    const struct folder *folder = *state;
    char renamed[128];
    (void)snprintf(renamed, sizeof(renamed), "%s/b.txt", folder->path);
    assert_int_equal(rename(folder->quotes, renamed), 0);
    struct tkg_tick_source *source = NULL;
    struct tkg_error err = {0};
    assert_int_equal(tkg_tick_source_open(&source, renamed, 0, &err), TKG_INPUT);
    assert_non_null(strstr(err.text, "HistData files must be named .csv"));
    assert_int_equal(unlink(renamed), 0);
}

static void reading_beyond_the_end_of_a_file_asserts(void **state)
{
    const struct folder *folder = *state;
    const uint64_t firsts[] = {TICKS - 1, TICKS + 1, UINT64_MAX};
    for (size_t i = 0; i < 3; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            (void)signal(SIGABRT, SIG_DFL); /* cmocka catches it */
            (void)close(STDERR_FILENO);
            struct tkg_tick ticks[2];
            tkg_tick_source_read(open_source(folder->ticks, 0), firsts[i], ticks, 2);
            _exit(0);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    }
}

#define in_folder(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_synthetic_source_has_no_end_and_obeys_the_seed),
        in_folder(a_tick_file_gives_its_ticks_in_any_order_and_ignores_the_seed),
        in_folder(a_csv_file_is_histdata_whatever_the_case_of_its_name),
        cmocka_unit_test(every_failure_has_its_status_and_text),
        in_folder(a_csv_file_under_another_name_is_told_what_to_do),
        in_folder(reading_beyond_the_end_of_a_file_asserts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
