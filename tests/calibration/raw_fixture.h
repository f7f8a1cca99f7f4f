/* SPDX-License-Identifier: Apache-2.0
 *
 * A folder of its own for each test that writes raw data, and files in it.
 */
#ifndef TKG_CALIBRATION_RAW_FIXTURE_H
#define TKG_CALIBRATION_RAW_FIXTURE_H

#include <limits.h>

#include "cmocka_all.h"
#include "host/file.h"
#include "host/scratch.h"

struct raw_fixture {
    struct tkg_scratch scratch;
    char path[PATH_MAX + NAME_MAX + 2]; /* of the file that was named last */
};

static inline int raw_setup(void **state)
{
    struct tkg_error err = {0};
    struct raw_fixture *fixture = calloc(1, sizeof *fixture);
    const char *folder = getenv("TMPDIR");
    assert_non_null(fixture);
    assert_status(tkg_scratch_init(&fixture->scratch, folder ? folder : P_tmpdir, &err), TKG_OK,
                  &err);
    *state = fixture;
    return 0;
}

static inline int raw_teardown(void **state)
{
    struct raw_fixture *fixture = *state;
    tkg_scratch_deinit(&fixture->scratch);
    free(fixture);
    return 0;
}

static inline const char *raw_path(struct raw_fixture *fixture, const char *name)
{
    (void)snprintf(fixture->path, sizeof fixture->path, "%s/%s", fixture->scratch.path, name);
    return fixture->path;
}

static inline const char *raw_write(struct raw_fixture *fixture, const char *name, const char *text)
{
    struct tkg_error err = {0};
    assert_status(tkg_file_write(raw_path(fixture, name), text, strlen(text), &err), TKG_OK, &err);
    return fixture->path;
}

#endif
