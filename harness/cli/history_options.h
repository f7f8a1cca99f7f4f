/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a result comes from and which history keeps it: options, TICKGATE_*, and what CI systems
 * set.
 */
#ifndef TKG_CLI_HISTORY_OPTIONS_H
#define TKG_CLI_HISTORY_OPTIONS_H

#include "base/status.h"
#include "store/history_write.h"

struct tkg_history_choice {
    const char *path; /* NULL: keep nothing */
    const char *commit;
    const char *branch;
    const char *label;
};

/* Fills what is NULL: the path from TICKGATE_HISTORY; commit and branch from TICKGATE_COMMIT and
 * TICKGATE_BRANCH, then from the variables of GitHub Actions, GitLab CI, Jenkins, Buildkite, Azure
 * Pipelines and Travis, else "". borrowed from the environment: valid until it changes. */
void tkg_history_choice_resolve(struct tkg_history_choice *choice);

/* The same as the store wants it. choice must be resolved. */
struct tkg_history_origin tkg_history_origin_of(const struct tkg_history_choice *choice);

/* Opens the history before anything is measured: a file that cannot be used must not cost a run.
 * *history is NULL when none is wanted. */
enum tkg_status tkg_history_choice_open(const struct tkg_history_choice *choice,
                                        struct tkg_history **history,
                                        struct tkg_error *err) TKG_MUST_CHECK;

#endif
