/* SPDX-License-Identifier: Apache-2.0 */
#include "micro.h"

#include <stdlib.h>

#include "tick/tick_source.h"

struct tkg_tick *tkg_micro_ticks(struct tkg_state *state, const char *stream, size_t tick_count)
{
    struct tkg_tick_source *source = NULL;
    struct tkg_error err = {0};
    struct tkg_tick *ticks = calloc(tick_count, sizeof *ticks);
    if (!ticks) {
        tkg_state_skip_with_error(state, "out of memory for the ticks");
        return NULL;
    }
    if (tkg_tick_source_open(&source, stream, 42, &err) != TKG_OK) {
        tkg_state_skip_with_error(state, err.text);
        free(ticks);
        return NULL;
    }
    tkg_tick_source_read(source, 0, ticks, tick_count);
    tkg_tick_source_close(source);
    return ticks;
}

int main(int argument_count, char **arguments)
{
    tkg_micro_register_config();
    tkg_micro_register_host();
    tkg_micro_register_reference();
    tkg_micro_register_report();
    tkg_micro_register_sample();
    tkg_micro_register_stats();
    tkg_micro_register_tick();
    tkg_micro_register_trace();
    return tkg_benchmark_main(argument_count, arguments);
}
