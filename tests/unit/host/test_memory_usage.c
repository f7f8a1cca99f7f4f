/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/memory_usage.h"
#include "host/usage.h"

enum { MIB = 1 << 20 };

/* The file as it is, without stdio: that would allocate between two readings. */
static const char *text_of(const char *path)
{
    static char text[8192];
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(descriptor >= 0);
    ssize_t length = read(descriptor, text, sizeof(text) - 1);
    (void)close(descriptor);
    assert_true(length > 0);
    text[length] = '\0';
    return text;
}

/* statm: pages of address space, then resident ones (proc(5)). */
static void read_statm(int64_t *vms_bytes, int64_t *rss_bytes)
{
    char *end;
    *vms_bytes = strtoll(text_of("/proc/self/statm"), &end, 10) * sysconf(_SC_PAGESIZE);
    *rss_bytes = strtoll(end, NULL, 10) * sysconf(_SC_PAGESIZE);
}

/* row: R06 */
static void values_equal_those_of_proc_within_a_page(void **state)
{
    (void)state;
    struct tkg_memory_usage usage;
    int64_t vms_bytes, rss_bytes;
    int64_t page = sysconf(_SC_PAGESIZE);
#if defined(__SANITIZE_THREAD__)
    print_message("unavailable here: the thread sanitizer touches pages of its own meanwhile\n");
    skip();
#endif
    tkg_memory_usage_read(&usage); /* the pages of both readers are there now */
    read_statm(&vms_bytes, &rss_bytes);
    tkg_memory_usage_read(&usage);
    read_statm(&vms_bytes, &rss_bytes);
    assert_true(llabs(usage.vms_bytes - vms_bytes) <= page);
    assert_true(llabs(usage.rss_bytes - rss_bytes) <= page);
    const char *total = strstr(text_of("/proc/meminfo"), "MemTotal:");
    assert_non_null(total);
    assert_int_equal(usage.total_bytes, strtoll(total + strlen("MemTotal:"), NULL, 10) * 1024);
    assert_true(usage.available_bytes > 0 && usage.available_bytes <= usage.total_bytes);
}

static void touch(size_t count)
{
    char *memory = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED);
    memset(memory, 1, count);
    assert_int_equal(munmap(memory, count), 0);
}

/* row: R14 */
static void a_phase_that_touches_64_mb_reports_64_mb(void **state)
{
    (void)state;
    struct tkg_memory_phase phase;
    if (tkg_rss_peak_reset() != 0) {
        print_message("unavailable here: clear_refs is forbidden\n");
        skip();
    }
#if defined(__SANITIZE_THREAD__)
    print_message("unavailable here: the thread sanitizer keeps bytes of its own for each byte\n");
    skip();
#endif
    touch(200 * MIB); /* an earlier, larger phase must not show */
    tkg_memory_phase_begin(&phase);
    touch(64 * MIB);
    tkg_memory_phase_end(&phase);
    assert_in_range(phase.peak_bytes - phase.base_bytes, 62 * MIB, 66 * MIB);
    tkg_memory_phase_begin(&phase);
    tkg_memory_phase_end(&phase);
    assert_true(phase.peak_bytes - phase.base_bytes <= 2 * MIB);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_equal_those_of_proc_within_a_page),
        cmocka_unit_test(a_phase_that_touches_64_mb_reports_64_mb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
