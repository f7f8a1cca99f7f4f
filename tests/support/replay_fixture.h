/* SPDX-License-Identifier: Apache-2.0
 *
 * A replay of the counter engine inside the test's own process, for tests of single passes.
 */
#ifndef TKG_TEST_REPLAY_FIXTURE_H
#define TKG_TEST_REPLAY_FIXTURE_H

#include "measure/pass.h"
#include "trial_main.h"

struct replay_fixture {
    struct tkg_trial_spec spec;
    struct tkg_trial trial;
    struct tkg_replay replay;
};

/* The spec may be changed between make and open. */
static inline void make_fixture(struct replay_fixture *fixture, enum tkg_pass pass,
                                const char *parameters)
{
    tkg_engine_set_builtins(trial_builtins);
    fixture->spec = make_trial_spec(pass, parameters);
    fixture->trial = tkg_trial_empty(pass);
}

static inline void open_fixture(struct replay_fixture *fixture, enum tkg_window_mode mode)
{
    struct tkg_error err = {0};
    assert_status(tkg_replay_init(&fixture->replay, &fixture->spec, &fixture->trial, mode, &err),
                  TKG_OK, &err);
    fixture->replay.histogram = tkg_histogram_create();
    assert_non_null(fixture->replay.histogram);
}

static inline void close_fixture(struct replay_fixture *fixture)
{
    tkg_replay_deinit(&fixture->replay);
}

#endif
