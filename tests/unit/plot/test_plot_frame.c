/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "plot/plot_frame.h"

enum { BLOCKS = 8 };

/* Cuts a frame file at its pairs of blank lines; the blocks point into text. */
static size_t split(char *text, char *blocks[BLOCKS + 1])
{
    size_t count = 0;
    while (*text && count <= BLOCKS) {
        char *end = strstr(text, "\n\n\n");
        assert_non_null(end);
        end[1] = '\0';
        blocks[count++] = text;
        text = end + 3;
    }
    return count;
}

static char *write_frame(const struct tkg_plot_frame *frame, char *blocks[BLOCKS + 1])
{
    struct tkg_text out = {0};
    tkg_plot_frame_write(frame, &out);
    assert_false(tkg_text_failed(&out));
    assert_int_equal(split(out.bytes, blocks), BLOCKS);
    return out.bytes;
}

static struct tkg_plot_frame small_frame(void)
{
    struct tkg_plot_frame frame = {
        .x = {.is_log = true, .has_data = true, .min = 6000.0, .max = 1.5e6, .tick_count = 1},
        .y = {.has_data = true, .min = 0.0, .max = 210.5, .unit = "M ticks/s", .tick_count = 2},
        .y_name = "throughput",
        .note = "n = 20 processes per size",
    };
    frame.x.ticks[0] = (struct tkg_plot_tick){10000.0, "10K"};
    frame.y.ticks[0] = (struct tkg_plot_tick){0.0, "0"};
    frame.y.ticks[1] = (struct tkg_plot_tick){100.0, "100"};
    return frame;
}

static void a_frame_without_anything_still_has_eight_blocks(void **state)
{
    (void)state;
    char *blocks[BLOCKS + 1];
    struct tkg_plot_frame frame = small_frame();
    frame.x.tick_count = frame.y.tick_count = 0;
    frame.y.has_data = false;
    char *bytes = write_frame(&frame, blocks);
    for (size_t i = 0; i < BLOCKS; i++) {
        char number[4];
        (void)snprintf(number, sizeof(number), "# %zu", i);
        assert_memory_equal(blocks[i], number, 3); /* each says which one it is */
        assert_non_null(strchr(blocks[i], '\n') + 1);
        assert_true(strlen(strchr(blocks[i], '\n')) > 1); /* and has a row */
    }
    assert_contains(blocks[0], "6000\t1500000\t0\t210.5\t0\t0\tthroughput\n"); /* no unit */
    free(bytes);
}

static void blocks_hold_what_the_readme_says(void **state)
{
    (void)state;
    char *blocks[BLOCKS + 1];
    struct tkg_plot_frame frame = small_frame();
    frame.line_count = frame.edge_count = frame.end_count = frame.fit_count = 1;
    frame.lines[0] = (struct tkg_plot_line){1, 2, 3, 4, 5, 6, "p99 \xe2\x89\xa4 40 ns"};
    frame.edges[0] = (struct tkg_plot_edge){7, 8, 9, "far"};
    frame.ends[0] = (struct tkg_plot_end){3, 10, 11, 12, "p50 5.10 ns"};
    frame.fit_x[0] = 13.5;
    frame.fit_y[0] = 14.25;
    char *bytes = write_frame(&frame, blocks);
    assert_contains(blocks[0], "\n6000\t1500000\t0\t210.5\t0\t1\tthroughput (M ticks/s)\n");
    assert_contains(blocks[1], "\n10000\t10K\n");
    assert_contains(blocks[2], "\n0\t0\n100\t100\n");
    assert_contains(blocks[3], "\n1\t2\t3\t4\t5\t6\tp99 \xe2\x89\xa4 40 ns\n");
    assert_contains(blocks[4], "\n7\t8\t9\tfar\n");
    assert_contains(blocks[5], "\n3\t10\t11\t12\tp50 5.10 ns\n");
    assert_contains(blocks[6], "\n1\tn = 20 processes per size\n");
    assert_contains(blocks[7], "\n13.5\t14.25\n");
    free(bytes);
}

static void a_text_cannot_add_a_row_a_column_or_a_block(void **state)
{
    (void)state;
    char *blocks[BLOCKS + 1];
    struct tkg_plot_frame frame = small_frame();
    frame.line_count = 1;
    frame.lines[0] = (struct tkg_plot_line){1, 2, 3, 4, 5, 6, "a\n\n\n# b\tc\\n"};
    (void)tkg_string_copy(frame.note, sizeof(frame.note), "d\n\n\n\t\"e\"");
    char *bytes = write_frame(&frame, blocks); /* splits into eight, or fails */
    assert_contains(blocks[3], "\n1\t2\t3\t4\t5\t6\ta   # b c\\\\n\n");
    assert_contains(blocks[6], "\n1\td    \xe2\x80\x9d"
                               "e\xe2\x80\x9d\n");
    free(bytes);
}

static void a_long_note_is_cut(void **state)
{
    (void)state;
    char *blocks[BLOCKS + 1];
    struct tkg_plot_frame frame = small_frame();
    memset(frame.note, 'n', 200);
    char *bytes = write_frame(&frame, blocks);
    assert_contains(blocks[6], "nnn...\n");
    assert_true(strlen(blocks[6]) < 40 + TKG_PLOT_NOTE_COLUMNS);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_without_anything_still_has_eight_blocks),
        cmocka_unit_test(blocks_hold_what_the_readme_says),
        cmocka_unit_test(a_text_cannot_add_a_row_a_column_or_a_block),
        cmocka_unit_test(a_long_note_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
