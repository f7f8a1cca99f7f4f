/* SPDX-License-Identifier: Apache-2.0 */
#include "host/continue_count.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

#include "base/check.h"

static atomic_uint continued_count;

static void count_one(int signal_number)
{
    (void)signal_number;
    atomic_fetch_add(&continued_count, 1);
}

void tkg_continue_count_begin(void)
{
    struct sigaction action = {.sa_handler = count_one, .sa_flags = SA_RESTART};
    int result = sigemptyset(&action.sa_mask);
    result += sigaction(SIGCONT, &action, NULL);
    TKG_ASSERT(result == 0); /* fails for wrong arguments only */
}

uint32_t tkg_continue_count_read(void)
{
    return atomic_load(&continued_count);
}
