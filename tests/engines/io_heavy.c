/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads and writes too much, as its parameters say:
 *
 *   "calls"   one write of a byte for each tick
 *   "bytes"   1 MB written for each batch, then 2 ms of sleep, as a slow device would make it wait
 *   "steady"  50 KB written for each batch, then 1 ms of sleep
 *   "bursts"  the same, but all of fifty batches at once
 */
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <stddef.h>

static void keep_parameters(const char *parameters);
static void write_much(size_t tick_count);

#define MISBEHAVE_CREATE keep_parameters(config->parameters)
#define MISBEHAVE_TICKS write_much(tick_count)
#include "misbehaving.h"

enum { BLOCK_BYTES = 1000000, PART_BYTES = 50000, BATCHES_PER_BURST = 50 };

static char kept_parameters[64];
static char block[BLOCK_BYTES];
static int sink = -1;

static void keep_parameters(const char *parameters)
{
    (void)snprintf(kept_parameters, sizeof kept_parameters, "%s", parameters);
    sink = open("/dev/null", O_WRONLY | O_CLOEXEC);
}

static void write_now_and_then(int is_bursty)
{
    static unsigned batch_count;
    const struct timespec pause = {0, 1000000};
    const int is_burst = is_bursty && ++batch_count % BATCHES_PER_BURST == 0;
    const int write_count = is_burst ? BATCHES_PER_BURST : !is_bursty;
    for (int i = 0; i < write_count; i++) {
        (void)!write(sink, block, PART_BYTES);
    }
    (void)nanosleep(&pause, NULL);
}

static void write_much(size_t tick_count)
{
    const struct timespec pause = {0, 2000000};
    if (strcmp(kept_parameters, "bytes") == 0) {
        (void)!write(sink, block, sizeof block);
        (void)nanosleep(&pause, NULL);
        return;
    }
    const int is_bursty = strcmp(kept_parameters, "bursts") == 0;
    if (is_bursty || strcmp(kept_parameters, "steady") == 0) {
        write_now_and_then(is_bursty);
        return;
    }
    for (size_t i = 0; i < tick_count; i++) {
        (void)!write(sink, block, 1);
    }
}
