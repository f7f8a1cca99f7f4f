/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs a benchmark program in a child process, since libbenchmark keeps everything in globals and
 * an abort is one of the things to test for. What it printed, its exit status and its JSON come
 * back.
 */
#ifndef TKG_TEST_SHIM_CHILD_H
#define TKG_TEST_SHIM_CHILD_H

#include "cmocka_all.h"

#include <jansson.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tickgate/benchmark.h>

/* For code that runs in the child, where cmocka's assert_* would jump out of the benchmark. */
#define shim_must(condition)                                                                       \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            (void)fflush(NULL);                                                                    \
            _exit(99);                                                                             \
        }                                                                                          \
    } while (0)

enum { SHIM_TEXT_MAX = 4 << 20, SHIM_FLAG_MAX = 16 };

struct shim_child {
    int exit_status; /* 128 + signal when one ended it */
    char out[SHIM_TEXT_MAX];
    char err[SHIM_TEXT_MAX];
    json_t *json; /* out as JSON, NULL when it is none */
};

static struct shim_child shim_result; /* of the last shim_run() */

static inline void shim_read(FILE *file, char *text)
{
    rewind(file);
    text[fread(text, 1, SHIM_TEXT_MAX - 1, file)] = '\0';
    (void)fclose(file);
}

/* In the child: registers and runs; never returns. */
static inline void shim_be_child(void (*prepare)(void), const char *const *flags, FILE *out,
                                 FILE *err)
{
    char *arguments[SHIM_FLAG_MAX + 2] = {(char *)(uintptr_t) "shim_test"};
    int count = 1;
    for (; flags[count - 1] != NULL; count++) {
        arguments[count] = (char *)(uintptr_t)flags[count - 1];
    }
    (void)dup2(fileno(out), STDOUT_FILENO);
    (void)dup2(fileno(err), STDERR_FILENO);
    prepare();
    int status = tkg_benchmark_main(count, arguments);
    (void)fflush(NULL);
    _exit(status);
}

/* With TKG_TEST_KEEP_JSON, a folder, every document stays there as 0001.json and so on, for
 * readers in other languages. */
static inline void shim_keep_json(void)
{
    static int kept;
    char path[4096];
    const char *folder = getenv("TKG_TEST_KEEP_JSON");
    if (folder != NULL && shim_result.json != NULL) {
        (void)snprintf(path, sizeof(path), "%s/%04d.json", folder, ++kept);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        (void)fputs(shim_result.out, file);
        assert_int_equal(fclose(file), 0);
    }
}

/* Runs what prepare() registers with these flags, e.g. "--benchmark_repetitions=3", NULL at the
 * end. */
static inline struct shim_child *shim_run_flags(void (*prepare)(void), const char *const *flags)
{
    int status = 0;
    FILE *out = tmpfile();
    FILE *err = tmpfile();
    assert_non_null(out);
    assert_non_null(err);
    (void)fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        shim_be_child(prepare, flags, out, err);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    shim_result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    shim_read(out, shim_result.out);
    shim_read(err, shim_result.err);
    json_decref(shim_result.json);
    shim_result.json = json_loads(shim_result.out, JSON_REJECT_DUPLICATES, NULL);
    shim_keep_json();
    return &shim_result;
}

/* shim_run(prepare, "--flag", ...): JSON on standard output, and short unless a flag says more. */
#define shim_run(...) SHIM_RUN(__VA_ARGS__, NULL)
#define SHIM_RUN(prepare, ...)                                                                     \
    shim_run_flags((prepare), (const char *const[]){"--benchmark_format=json",                     \
                                                    "--benchmark_min_time=0.001", __VA_ARGS__})
/* The same with nothing added. */
#define shim_run_plain(...) SHIM_RUN_PLAIN(__VA_ARGS__, NULL)
#define SHIM_RUN_PLAIN(prepare, ...) shim_run_flags((prepare), (const char *const[]){__VA_ARGS__})

static inline void shim_expect_status(int expected)
{
    if (shim_result.exit_status != expected) {
        fail_msg("exit status %d instead of %d; stderr: %s; stdout: %.2000s",
                 shim_result.exit_status, expected, shim_result.err, shim_result.out);
    }
}

static inline json_t *shim_rows(void)
{
    json_t *rows = json_object_get(shim_result.json, "benchmarks");
    if (!json_is_array(rows)) {
        fail_msg("no strict JSON with benchmarks on stdout: %.2000s", shim_result.out);
    }
    return rows;
}

static inline size_t shim_row_count(void)
{
    return json_array_size(shim_rows());
}

/* The first row of this name; fails without one. */
static inline json_t *shim_row(const char *name)
{
    size_t index;
    json_t *row;
    json_array_foreach(shim_rows(), index, row) {
        if (strcmp(json_string_value(json_object_get(row, "name")), name) == 0) {
            return row;
        }
    }
    fail_msg("no row is called %s: %.3000s", name, shim_result.out);
    return NULL;
}

static inline double shim_number(const char *name, const char *key)
{
    json_t *value = json_object_get(shim_row(name), key);
    if (!json_is_number(value)) {
        fail_msg("%s of %s is no number: %.3000s", key, name, shim_result.out);
    }
    return json_number_value(value);
}

static inline const char *shim_text(const char *name, const char *key)
{
    json_t *value = json_object_get(shim_row(name), key);
    if (!json_is_string(value)) {
        fail_msg("%s of %s is no text: %.3000s", key, name, shim_result.out);
    }
    return json_string_value(value);
}

static inline int shim_has(const char *name, const char *key)
{
    return json_object_get(shim_row(name), key) != NULL;
}

/* The names that --benchmark_list_tests prints, one per line. */
static inline const char *shim_list(void (*prepare)(void))
{
    (void)shim_run_plain(prepare, "--benchmark_list_tests");
    shim_expect_status(0);
    return shim_result.out;
}

/* An empty loop, for tests that are about something else. */
static inline void shim_empty(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        TKG_CLOBBER_MEMORY();
    }
}

/* shim_register(name, .option = ...) or shim_register_function(name, function, user, ...): what
 * tkg_benchmark_register() returns. */
#define SHIM_BYTES .struct_bytes = sizeof(struct tkg_benchmark_options)
#define SHIM_REGISTER(name, function, user, ...)                                                   \
    tkg_benchmark_register((name), (function), (user),                                             \
                           &(const struct tkg_benchmark_options){__VA_ARGS__})
#define SHIM_REGISTER_EMPTY(name, ...) SHIM_REGISTER(name, shim_empty, NULL, __VA_ARGS__)
#define shim_register_function(...) SHIM_REGISTER(__VA_ARGS__, SHIM_BYTES)
#define shim_register(...) SHIM_REGISTER_EMPTY(__VA_ARGS__, SHIM_BYTES)

#endif
