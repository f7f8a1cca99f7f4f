/* SPDX-License-Identifier: Apache-2.0
 *
 * A made-up file system below a temporary folder, for what reads /proc and /sys under a prefix: in
 * `root`, by make_root as set-up and remove_root as tear-down of a test.
 */
#ifndef TKG_TEST_MADE_UP_ROOT_H
#define TKG_TEST_MADE_UP_ROOT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "host/child.h"
#include "host/file.h"

static char root[64];

static int make_root(void **state)
{
    (void)state;
    (void)snprintf(root, sizeof(root), "/tmp/tkg-root-XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

static int remove_root(void **state)
{
    (void)state;
    const char *const argv[] = {"rm", "-r", root, NULL};
    struct tkg_child_request request = {.argv = argv, .timeout_ns = 30000000000, .cpu = -1};
    struct tkg_child_outcome outcome;
    return tkg_child_run(&request, &outcome, NULL) == TKG_OK && outcome.exit_code == 0 ? 0 : -1;
}

/* The file, and the folders on its way. */
static void put(const char *path, const char *text)
{
    char whole[512];
    struct tkg_error err = {0};
    (void)snprintf(whole, sizeof(whole), "%s%s", root, path);
    char *slash = strrchr(whole, '/');
    *slash = '\0';
    assert_int_equal(tkg_folder_make(whole, &err), TKG_OK);
    *slash = '/';
    assert_int_equal(tkg_file_write(whole, text, strlen(text), &err), TKG_OK);
}

#endif
