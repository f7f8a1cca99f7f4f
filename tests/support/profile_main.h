/* SPDX-License-Identifier: Apache-2.0
 *
 * For tests that profile: the test program is its own profiled program.
 */
#ifndef TKG_TEST_PROFILE_MAIN_H
#define TKG_TEST_PROFILE_MAIN_H

#include "base/text.h"
#include "cmocka_all.h"
#include "counter_engine.h"
#include "engine/engine_handle.h"
#include "profile/instruction_count.h"
#include "profile/profile_child.h"

static const struct tkg_builtin_engine profile_builtins[] = {{"counter", counter_entry},
                                                             {NULL, NULL}};

/* First line of main: true when this process is part of a profile. */
static inline bool is_profile_process(int argc, char **argv, int *exit_code)
{
    tkg_engine_set_builtins(profile_builtins);
    return tkg_profile_child_run(argc, argv, exit_code);
}

/* Valgrind cannot run programs that a sanitizer watches. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const bool is_sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
static const bool is_sanitized = true;
#else
static const bool is_sanitized = false;
#endif
#else
static const bool is_sanitized = false;
#endif

static inline void skip_without_valgrind(void)
{
    char reason[256] = "sanitizers and valgrind exclude each other";
    if (is_sanitized || !tkg_instruction_count_is_available(reason, sizeof reason)) {
        print_message("unavailable here: %s\n", reason);
        skip();
    }
}

static inline struct tkg_count_spec make_count_spec(const char *engine)
{
    struct tkg_count_spec spec = {
        .struct_bytes = sizeof spec,
        .stream = "synthetic:randomwalk",
        .stream_seed = 7,
        .tick_count = 20000,
        .batch_tick_count = 1000,
        .timeout_ns = INT64_C(100000000000),
    };
    assert_true(tkg_string_copy(spec.engine, sizeof spec.engine, engine));
    return spec;
}

#endif
