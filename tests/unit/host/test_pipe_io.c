/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "host/pipe_io.h"

/* Four times what a pipe holds, so that neither side gets through in one call. */
enum { LONG_BYTES = 4 * 65536 + 7 };

struct sender {
    int descriptor;
    const char *bytes;
    bool is_sent;
};

static void *send_all(void *context)
{
    struct sender *sender = context;
    sender->is_sent = tkg_pipe_write(sender->descriptor, sender->bytes, LONG_BYTES);
    close(sender->descriptor);
    return NULL;
}

static void long_message_arrives_whole(void **state)
{
    (void)state;
    static char sent[LONG_BYTES];
    static char got[LONG_BYTES];
    int ends[2];
    pthread_t thread;
    for (size_t i = 0; i < LONG_BYTES; i++) {
        sent[i] = (char)(i * 31 % 251);
    }
    assert_int_equal(pipe(ends), 0);
    struct sender sender = {ends[1], sent, false};
    assert_int_equal(pthread_create(&thread, NULL, send_all, &sender), 0);
    assert_true(tkg_pipe_read(ends[0], got, LONG_BYTES));
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_true(sender.is_sent);
    assert_memory_equal(got, sent, LONG_BYTES);
    close(ends[0]);
}

static void message_cut_short_is_refused(void **state)
{
    (void)state;
    char got[8];
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_true(tkg_pipe_write(ends[1], "abc", 3));
    close(ends[1]);
    assert_false(tkg_pipe_read(ends[0], got, sizeof got));
    close(ends[0]);
}

static void nothing_needs_no_pipe(void **state)
{
    (void)state;
    assert_true(tkg_pipe_read(-1, NULL, 0));
    assert_true(tkg_pipe_write(-1, NULL, 0));
}

static void closed_descriptor_is_refused(void **state)
{
    (void)state;
    char byte = 'x';
    assert_false(tkg_pipe_read(-1, &byte, 1));
    assert_false(tkg_pipe_write(-1, &byte, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_message_arrives_whole),
        cmocka_unit_test(message_cut_short_is_refused),
        cmocka_unit_test(nothing_needs_no_pipe),
        cmocka_unit_test(closed_descriptor_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
