/* SPDX-License-Identifier: Apache-2.0 */
#include "host/name_hold.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmocka_all.h"

static char path[64];

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(path, sizeof(path), "/tmp/tkg_name_hold_XXXXXX");
    const int fd = mkstemp(path);
    return fd >= 0 ? close(fd) : -1;
}

static int tear_down(void **state)
{
    (void)state;
    (void)unlink(path);
    return 0;
}

static int open_it(void)
{
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    return fd;
}

static void a_held_name_is_not_abandoned_until_its_last_descriptor_is_closed(void **state)
{
    (void)state;
    const int owner = open_it(), other = open_it();
    assert_true(tkg_name_hold(owner, path));
    const int copy = fcntl(owner, F_DUPFD_CLOEXEC, 0);
    assert_int_equal(close(owner), 0);
    assert_false(tkg_name_take_abandoned(other, path));
    assert_int_equal(close(copy), 0);
    assert_true(tkg_name_take_abandoned(other, path));
    (void)close(other);
}

static void a_name_that_was_taken_for_abandoned_cannot_be_held(void **state)
{
    (void)state;
    const int owner = open_it(), remover = open_it();
    assert_true(tkg_name_take_abandoned(remover, path));
    assert_false(tkg_name_hold(owner, path));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(close(remover), 0);
    assert_false(tkg_name_hold(owner, path)); /* a lock can be had, but the name is gone */
    (void)close(owner);
}

/* Two remove the same name, and between them a third one makes it anew. */
static void a_name_that_was_made_anew_is_not_taken_for_the_old_one(void **state)
{
    (void)state;
    const int late = open_it();
    assert_int_equal(unlink(path), 0);
    const int owner = open_it();
    assert_true(tkg_name_hold(owner, path));
    assert_false(tkg_name_take_abandoned(late, path));
    (void)close(late);
    (void)close(owner);
}

static void a_killed_owner_abandons_its_name(void **state)
{
    (void)state;
    int ready[2], status;
    char byte;
    assert_int_equal(pipe(ready), 0);
    const pid_t owner = fork();
    assert_true(owner >= 0);
    if (owner == 0) {
        const int fd = open(path, O_RDWR | O_CLOEXEC);
        (void)!write(ready[1], fd >= 0 && tkg_name_hold(fd, path) ? "y" : "n", 1);
        (void)pause();
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    const int fd = open_it();
    assert_false(tkg_name_take_abandoned(fd, path));
    assert_int_equal(kill(owner, SIGKILL), 0);
    assert_int_equal(waitpid(owner, &status, 0), owner);
    assert_true(tkg_name_take_abandoned(fd, path));
    (void)close(fd);
    (void)close(ready[0]);
    (void)close(ready[1]);
}

int main(void)
{
#define NAME_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        NAME_TEST(a_held_name_is_not_abandoned_until_its_last_descriptor_is_closed),
        NAME_TEST(a_name_that_was_taken_for_abandoned_cannot_be_held),
        NAME_TEST(a_name_that_was_made_anew_is_not_taken_for_the_old_one),
        NAME_TEST(a_killed_owner_abandons_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
