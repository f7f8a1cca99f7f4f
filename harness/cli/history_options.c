/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/history_options.h"

#include <stdlib.h>

/* In the order in which they are asked. A merge request's head before the merge that CI made of it:
 * that commit is in nobody's log. */
static const char *const commit_variables[] = {
    "TICKGATE_COMMIT",
    "CI_COMMIT_SHA",       /* GitLab */
    "GITHUB_SHA",          /* GitHub Actions */
    "GIT_COMMIT",          /* Jenkins */
    "BUILDKITE_COMMIT",    /* Buildkite */
    "BUILD_SOURCEVERSION", /* Azure Pipelines */
    "TRAVIS_PULL_REQUEST_SHA",
    "TRAVIS_COMMIT",
    NULL,
};
static const char *const branch_variables[] = {
    "TICKGATE_BRANCH",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
    "CI_COMMIT_REF_NAME", /* GitLab */
    "GITHUB_HEAD_REF",
    "GITHUB_REF_NAME", /* GitHub Actions */
    "BRANCH_NAME",
    "GIT_BRANCH", /* Jenkins */
    "BUILDKITE_BRANCH",
    "BUILD_SOURCEBRANCHNAME", /* Azure Pipelines */
    "TRAVIS_PULL_REQUEST_BRANCH",
    "TRAVIS_BRANCH",
    NULL,
};

/* The first of them that is set and not empty; "" when none is. */
static const char *first_set(const char *const *names)
{
    for (; *names; names++) {
        const char *value = getenv(*names);
        if (value && *value) {
            return value;
        }
    }
    return "";
}

void tkg_history_choice_resolve(struct tkg_history_choice *choice)
{
    const char *path = getenv("TICKGATE_HISTORY");
    if (!choice->path && path && *path) {
        choice->path = path;
    }
    choice->commit = choice->commit ? choice->commit : first_set(commit_variables);
    choice->branch = choice->branch ? choice->branch : first_set(branch_variables);
    choice->label = choice->label ? choice->label : "";
}

struct tkg_history_origin tkg_history_origin_of(const struct tkg_history_choice *choice)
{
    return (struct tkg_history_origin){
        .commit = choice->commit,
        .branch = choice->branch,
        .label = choice->label,
        .tool_version = TKG_VERSION,
    };
}

enum tkg_status tkg_history_choice_open(const struct tkg_history_choice *choice,
                                        struct tkg_history **history, struct tkg_error *err)
{
    *history = NULL;
    return choice->path ? tkg_history_open(choice->path, history, err) : TKG_OK;
}
