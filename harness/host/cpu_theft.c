/* SPDX-License-Identifier: Apache-2.0 */
#include "host/cpu_theft.h"

#include <unistd.h>

#include "host/clock.h"
#include "host/counter_text.h"
#include "host/proc_file.h"
#include "host/thread_usage.h"

enum { STAT_BYTES = 65536 }; /* 100 bytes for each of some 600 processors */

static int64_t smaller(int64_t left, int64_t right)
{
    return left < right ? left : right;
}

/* Idle time of all processors of the set together; -1 when one of them is not told. */
static int64_t read_idle_ns(const cpu_set_t *cpus, int64_t step_ns)
{
    char text[STAT_BYTES];
    int64_t sum_ns = 0;
    (void)tkg_proc_read("/proc/stat", text, sizeof(text)); /* "" on failure: unknown */
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        int64_t ticks = CPU_ISSET((size_t)cpu, cpus) ? tkg_idle_parse(text, cpu) : 0;
        if (ticks < 0) {
            return -1;
        }
        sum_ns += ticks * step_ns;
    }
    return sum_ns;
}

/* The process without a thread. The two clocks are read one after the other, so that in between
 * the first may only grow (at most) or the second (at least). */
static int64_t cpu_at_least_ns(int32_t left_out_id)
{
    int64_t process_ns = tkg_clock_process_cpu_ns();
    return process_ns - (left_out_id > 0 ? tkg_thread_cpu_ns(left_out_id) : 0);
}

static int64_t cpu_at_most_ns(int32_t left_out_id)
{
    int64_t left_out_ns = left_out_id > 0 ? tkg_thread_cpu_ns(left_out_id) : 0;
    return tkg_clock_process_cpu_ns() - left_out_ns;
}

static void read_thread(struct tkg_cpu_account *account, int32_t id)
{
    cpu_set_t cpus;
    size_t at = account->thread_count++;
    if (at < TKG_CPU_ACCOUNT_THREAD_MAX) {
        account->ids[at] = id;
        account->wait_ns[at] = tkg_thread_wait_ns(id);
        account->thread_cpu_ns[at] = tkg_thread_cpu_ns(id);
    }
    if (sched_getaffinity(id, sizeof(cpus), &cpus) == 0) {
        CPU_OR(&account->cpus, &account->cpus, &cpus);
    }
}

void tkg_cpu_account_read(struct tkg_cpu_account *account, int32_t left_out_id)
{
    int32_t ids[TKG_CPU_ACCOUNT_THREAD_MAX + 1];
    size_t count = tkg_thread_ids(ids, TKG_CPU_ACCOUNT_THREAD_MAX + 1);
    size_t listed = count < TKG_CPU_ACCOUNT_THREAD_MAX + 1 ? count : TKG_CPU_ACCOUNT_THREAD_MAX + 1;
    account->thread_count = 0;
    account->idle_ns = -1;
    account->idle_step_ns = 1000000000 / sysconf(_SC_CLK_TCK);
    CPU_ZERO(&account->cpus);
    account->wall_ns = tkg_clock_monotonic_ns();
    account->cpu_at_least_ns = cpu_at_least_ns(left_out_id);
    for (size_t i = 0; i < listed; i++) {
        if (ids[i] != left_out_id) {
            read_thread(account, ids[i]);
        }
    }
    /* The clock of the process is behind for threads that run elsewhere, up to a timer tick, unless
     * their own was just read. */
    for (size_t i = 0; i < listed; i++) {
        (void)tkg_thread_cpu_ns(ids[i]);
    }
    account->cpu_at_most_ns = cpu_at_most_ns(left_out_id);
    account->thread_count += count - listed;
    if (account->thread_count > 1) {
        account->idle_ns = read_idle_ns(&account->cpus, account->idle_step_ns);
    }
}

/* The place of a thread in an account, or thread_count. */
static size_t find_thread(const struct tkg_cpu_account *account, int32_t id)
{
    for (size_t i = 0; i < account->thread_count; i++) {
        if (account->ids[i] == id) {
            return i;
        }
    }
    return account->thread_count;
}

static bool knows_all_threads(const struct tkg_cpu_account *account)
{
    return account->thread_count >= 1 && account->thread_count <= TKG_CPU_ACCOUNT_THREAD_MAX;
}

/* Waits and processor time, from one reading to the next, of the threads that live at the end. */
struct living {
    int64_t wait_ns; /* -1: unknown of one of them */
    int64_t cpu_ns;
};

static struct living add_up_living(const struct tkg_cpu_account *begin,
                                   const struct tkg_cpu_account *end)
{
    struct living sum = {0, 0};
    for (size_t i = 0; i < end->thread_count; i++) {
        size_t before = find_thread(begin, end->ids[i]);
        bool is_new = before == begin->thread_count;
        int64_t wait_ns = end->wait_ns[i] - (is_new ? 0 : begin->wait_ns[before]);
        bool is_known = end->wait_ns[i] >= 0 && (is_new || begin->wait_ns[before] >= 0);
        sum.wait_ns = is_known && sum.wait_ns >= 0 ? sum.wait_ns + wait_ns : -1;
        sum.cpu_ns += end->thread_cpu_ns[i] - (is_new ? 0 : begin->thread_cpu_ns[before]);
    }
    return sum;
}

/* Did threads end meanwhile? They used processor time that no living one did, and how long they
 * waited died with them. */
static bool has_ended_threads(const struct tkg_cpu_account *begin,
                              const struct tkg_cpu_account *end, const struct living *living)
{
    return end->cpu_at_least_ns - begin->cpu_at_most_ns > living->cpu_ns;
}

/* What all threads together waited; INT64_MAX when that is not known. */
static int64_t waited_ns(const struct tkg_cpu_account *begin, const struct tkg_cpu_account *end)
{
    if (!knows_all_threads(begin) || !knows_all_threads(end)) {
        return INT64_MAX;
    }
    const struct living living = add_up_living(begin, end);
    return living.wait_ns < 0 || has_ended_threads(begin, end, &living) ? INT64_MAX
                                                                        : living.wait_ns;
}

bool tkg_cpu_account_has_threads(const struct tkg_cpu_account *begin,
                                 const struct tkg_cpu_account *end)
{
    if (begin->thread_count != 1 || end->thread_count != 1) {
        return begin->thread_count > 1 || end->thread_count > 1;
    }
    const struct living living = add_up_living(begin, end);
    return has_ended_threads(begin, end, &living);
}

/* What ran on the processors of the process without being part of it; INT64_MAX: unknown. */
static int64_t others_ns(const struct tkg_cpu_account *begin, const struct tkg_cpu_account *end,
                         int64_t unused_ns)
{
    if (begin->idle_ns < 0 || end->idle_ns < 0 || !CPU_EQUAL(&begin->cpus, &end->cpus)) {
        return INT64_MAX;
    }
    int64_t others = unused_ns - (end->idle_ns - begin->idle_ns);
    return others > end->idle_step_ns / 2 ? others : 0; /* less is how finely the kernel tells */
}

int64_t tkg_cpu_theft_ns(const struct tkg_cpu_account *begin, const struct tkg_cpu_account *end)
{
    int64_t wall_ns = end->wall_ns - begin->wall_ns;
    int64_t used_ns = end->cpu_at_most_ns - begin->cpu_at_most_ns;
    int64_t unused_ns = CPU_COUNT(&end->cpus) * wall_ns - used_ns;
    int64_t theft_ns = waited_ns(begin, end);
    if (CPU_COUNT(&end->cpus) > 0) { /* else the kernel has more of them than the set holds */
        theft_ns = smaller(theft_ns, unused_ns);
        theft_ns = smaller(theft_ns, others_ns(begin, end, unused_ns));
    }
    return theft_ns > 0 ? theft_ns : 0;
}
