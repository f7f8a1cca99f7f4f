/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/io_usage.h"
#include "host/thread_usage.h"

enum { MB = 1000000 };

static char bytes[MB];

/* row: R11 */
static void ten_megabytes_written_are_ten_megabytes_more(void **state)
{
    (void)state;
    struct tkg_io_usage before, after;
    FILE *file = tmpfile();
    assert_non_null(file);
    tkg_io_usage_read(&before);
    if (before.written_chars < 0) {
        (void)fclose(file);
        print_message("unavailable here: the kernel keeps no I/O accounts\n");
        skip();
    }
    for (int i = 0; i < 10; i++) {
        assert_int_equal(write(fileno(file), bytes, MB), MB);
    }
    tkg_io_usage_read(&after);
    (void)fclose(file);
    assert_int_equal(after.written_chars - before.written_chars, 10 * MB);
    assert_int_equal(after.write_calls - before.write_calls, 10);
    /* Reading the counters is itself a read, and nothing else was. */
    assert_in_range(after.read_chars - before.read_chars, 1, 4096);
    assert_true(after.cancelled_bytes >= before.cancelled_bytes && before.read_bytes >= 0);
}

static void *write_three(void *context)
{
    struct tkg_io_usage *own = context;
    FILE *file = tmpfile();
    assert_non_null(file);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(write(fileno(file), bytes, MB), MB);
    }
    tkg_io_usage_read_thread(tkg_thread_id(), own);
    (void)fclose(file);
    return NULL;
}

/* row: R11 */
static void thread_has_its_own_counters(void **state)
{
    (void)state;
    pthread_t thread;
    struct tkg_io_usage before, after, own, gone;
    tkg_io_usage_read_thread(tkg_thread_id(), &before);
    if (before.written_chars < 0) {
        print_message("unavailable here: the kernel keeps no I/O accounts\n");
        skip();
    }
    assert_int_equal(pthread_create(&thread, NULL, write_three, &own), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    tkg_io_usage_read_thread(tkg_thread_id(), &after);
    assert_int_equal(own.written_chars, 3 * MB);
    assert_int_equal(own.write_calls, 3);
    assert_int_equal(after.written_chars, before.written_chars);
    tkg_io_usage_read_thread(0, &gone);
    assert_int_equal(gone.read_calls, -1);
}

/* Both ends of a connection of this process to itself. */
static void connect_to_self(int ends[2])
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(listener >= 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, length), 0);
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &length), 0);
    ends[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(ends[0], (struct sockaddr *)&address, length), 0);
    ends[1] = accept(listener, NULL, NULL);
    assert_true(ends[1] >= 0);
    (void)close(listener);
}

static void pass_through(const int ends[2], size_t count)
{
    size_t sent = 0;
    size_t received = 0;
    while (received < count) {
        size_t piece = count - sent < 16384 ? count - sent : 16384;
        ssize_t written = piece > 0 ? write(ends[0], bytes, piece) : 0;
        assert_true(written >= 0);
        sent += (size_t)written;
        ssize_t taken = read(ends[1], bytes, sizeof(bytes));
        assert_true(taken > 0);
        received += (size_t)taken;
    }
}

/* row: R12 */
static void a_megabyte_over_loopback_is_seen_there(void **state)
{
    (void)state;
    struct tkg_net_usage before, after;
    int ends[2];
    tkg_net_usage_read(&before);
    if (before.loopback_bytes < 0) {
        print_message("unavailable here: no loopback interface in /proc/self/net/dev\n");
        skip();
    }
    connect_to_self(ends);
    pass_through(ends, MB);
    tkg_net_usage_read(&after);
    (void)close(ends[0]);
    (void)close(ends[1]);
    /* The name space is shared with whoever else runs in it, and packets have heads. */
    int64_t seen = after.loopback_bytes - before.loopback_bytes;
    print_message("loopback: %lld bytes for %d\n", (long long)seen, (int)MB);
    assert_true(seen >= MB);
    assert_true(after.received_bytes >= before.received_bytes);
    assert_true(after.sent_bytes >= before.sent_bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_megabytes_written_are_ten_megabytes_more),
        cmocka_unit_test(thread_has_its_own_counters),
        cmocka_unit_test(a_megabyte_over_loopback_is_seen_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
