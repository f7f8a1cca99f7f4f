/* SPDX-License-Identifier: Apache-2.0
 *
 * Making ticks and reading them: every synthetic preset, and every file format from memory.
 */
#include "micro.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "tick/histdata.h"
#include "tick/synthetic.h"
#include "tick/tick_bytes.h"

/* A window's worth, and as many lines of CSV: 250 KiB and 370 KiB. */
enum { TICK_COUNT = 8000, LINE_BYTES_MAX = 64, PRESET_COUNT_MAX = 16, NAME_BYTES = 64 };

static void generate(struct tkg_state *state, void *user)
{
    struct tkg_synthetic *synthetic = NULL;
    struct tkg_error err = {0};
    struct tkg_tick *ticks = calloc(TICK_COUNT, sizeof *ticks);
    if (!ticks || tkg_synthetic_create(&synthetic, user, 42, &err) != TKG_OK) {
        tkg_state_skip_with_error(state, ticks ? err.text : "out of memory for the ticks");
        free(ticks);
        return;
    }
    uint64_t first = 0;
    TKG_TIMED_LOOP(state) {
        tkg_synthetic_read(synthetic, first, ticks, TICK_COUNT);
        TKG_CLOBBER_MEMORY();
        first += TICK_COUNT;
    }
    tkg_state_set_items_processed(state, tkg_state_iterations(state) * TICK_COUNT);
    tkg_synthetic_destroy(synthetic);
    free(ticks);
}

/* The bytes of a tick file: header, one instrument, ticks. */
static char *make_tick_file(struct tkg_state *state, size_t *byte_count)
{
    struct tkg_tick *ticks = tkg_micro_ticks(state, "synthetic:randomwalk", TICK_COUNT);
    const struct tkg_instrument instrument = {"MICRO", 1000, 1000};
    const size_t body_bytes = sizeof instrument + TICK_COUNT * sizeof *ticks;
    char *bytes = ticks ? malloc(sizeof(struct tkg_tick_header) + body_bytes) : NULL;
    if (bytes) {
        char *body = bytes + sizeof(struct tkg_tick_header);
        memcpy(body, &instrument, sizeof instrument);
        memcpy(body + sizeof instrument, ticks, TICK_COUNT * sizeof *ticks);
        const struct tkg_tick_header header =
            tkg_tick_header_make(TICK_COUNT, 1, XXH3_64bits(body, body_bytes));
        memcpy(bytes, &header, sizeof header);
        *byte_count = sizeof header + body_bytes;
    }
    free(ticks);
    return bytes;
}

static void decode_tick_file(struct tkg_state *state, void *user)
{
    size_t byte_count = 0;
    char *bytes = make_tick_file(state, &byte_count);
    (void)user;
    if (!bytes) {
        tkg_state_skip_with_error(state, "out of memory for the file");
        return;
    }
    TKG_TIMED_LOOP(state) {
        struct tkg_tick_view view;
        struct tkg_error err = {0};
        if (tkg_tick_bytes_check(bytes, byte_count, "memory", &view, &err) != TKG_OK) {
            tkg_state_skip_with_error(state, err.text);
            break;
        }
        TKG_DO_NOT_OPTIMIZE(view);
    }
    tkg_state_set_items_processed(state, tkg_state_iterations(state) * TICK_COUNT);
    tkg_state_set_bytes_processed(state, tkg_state_iterations(state) * (int64_t)byte_count);
    free(bytes);
}

/* A quote every 250 ms from one midnight on: 8,000 of them are 33 minutes. */
static char *make_histdata(size_t *byte_count)
{
    char *text = malloc((size_t)TICK_COUNT * LINE_BYTES_MAX);
    size_t used = 0;
    for (unsigned i = 0; text && i < TICK_COUNT; i++) {
        const unsigned second = i / 4;
        used += (size_t)snprintf(text + used, LINE_BYTES_MAX,
                                 "20200102 00%02u%02u%03u,1.1%04u,1.1%04u,0\n", second / 60,
                                 second % 60, i % 4 * 250, i % 1000, i % 1000 + 2);
    }
    *byte_count = used;
    return text;
}

static void decode_histdata(struct tkg_state *state, void *user)
{
    size_t byte_count = 0;
    char *text = make_histdata(&byte_count);
    (void)user;
    if (!text) {
        tkg_state_skip_with_error(state, "out of memory for the file");
        return;
    }
    TKG_TIMED_LOOP(state) {
        struct tkg_histdata data;
        struct tkg_error err = {0};
        if (tkg_histdata_parse(&data, "memory", text, byte_count, &err) != TKG_OK) {
            tkg_state_skip_with_error(state, err.text);
            break;
        }
        TKG_DO_NOT_OPTIMIZE(data);
        tkg_histdata_deinit(&data);
    }
    tkg_state_set_items_processed(state, tkg_state_iterations(state) * TICK_COUNT);
    tkg_state_set_bytes_processed(state, tkg_state_iterations(state) * (int64_t)byte_count);
    free(text);
}

/* All presets there are: "futures, randomwalk", cut at the commas. */
static void register_generators(void)
{
    static char names[PRESET_COUNT_MAX][NAME_BYTES];
    const char *list = tkg_synthetic_preset_list();
    for (size_t i = 0; i < PRESET_COUNT_MAX && *list; i++) {
        const size_t length = strcspn(list, ",");
        char title[2 * NAME_BYTES];
        (void)snprintf(names[i], NAME_BYTES, "%.*s", (int)length, list);
        (void)snprintf(title, sizeof title, "tick/generate/%.60s", names[i]);
        (void)tkg_benchmark_register(title, generate, names[i], NULL);
        list += length;
        list += strspn(list, ", ");
    }
}

void tkg_micro_register_tick(void)
{
    static const struct tkg_benchmark_options counted = {.struct_bytes = sizeof counted,
                                                         .memory = true};
    register_generators();
    (void)tkg_benchmark_register("tick/decode/tick_file", decode_tick_file, NULL, &counted);
    (void)tkg_benchmark_register("tick/decode/histdata", decode_histdata, NULL, &counted);
}
