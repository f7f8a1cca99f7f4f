/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads and writes too much, as its parameters say:
 *
 *   "calls"   one write of a byte for each tick
 *   "bytes"   1 MB written for each batch, then 2 ms of sleep, as a slow device would make it wait
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

enum { BLOCK_BYTES = 1000000 };

static char kept_parameters[64];
static char block[BLOCK_BYTES];
static int sink = -1;

static void keep_parameters(const char *parameters)
{
    (void)snprintf(kept_parameters, sizeof kept_parameters, "%s", parameters);
    sink = open("/dev/null", O_WRONLY | O_CLOEXEC);
}

static void write_much(size_t tick_count)
{
    const struct timespec pause = {0, 2000000};
    if (strcmp(kept_parameters, "bytes") == 0) {
        (void)!write(sink, block, sizeof block);
        (void)nanosleep(&pause, NULL);
        return;
    }
    for (size_t i = 0; i < tick_count; i++) {
        (void)!write(sink, block, 1);
    }
}
