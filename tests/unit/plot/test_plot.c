/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/resource.h>
#include <sys/wait.h>

#include "plot_run.h"

static const char *const pictures[] = {"scalability_metrics", "throughput", "latency",
                                       "time_memory", "efficiency"};
enum { PICTURES = sizeof(pictures) / sizeof(pictures[0]) };

static void draw(const struct plot_run *run)
{
    struct tkg_error err = {.text = ""};
    assert_status(tkg_plot_scalability(&run->input, &err), TKG_OK, &err);
}

static char *read_svg(const struct plot_run *run, const char *name)
{
    char file[64];
    (void)snprintf(file, sizeof(file), "%s.svg", name);
    return plot_read(run->folder, file);
}

/* gnuplot names the parts of a picture: number within a plot command and letter of the command.
 * Here a is the page, b the frame, c the data of a single panel. Returns a copy of that part. */
static char *part_of(const char *svg, const char *id)
{
    char begin[64];
    (void)snprintf(begin, sizeof(begin), "<title>gnuplot_plot_%s</title>", id);
    const char *from = strstr(svg, begin);
    if (!from) {
        fail_msg("the picture has no part %s", id);
        return NULL;
    }
    const char *to = strstr(from, "<g id=\"gnuplot_plot_");
    return to ? strndup(from, (size_t)(to - from)) : strdup(from);
}

static size_t count_in_part(const char *svg, const char *id, const char *what)
{
    char *part = part_of(svg, id);
    size_t count = plot_count(part, what);
    free(part);
    return count;
}

/* How often a part's paths move (M) or draw (L). */
static size_t count_strokes(const char *svg, const char *id, char letter)
{
    char *part = part_of(svg, id);
    size_t count = 0;
    for (const char *at = part; *at; at++) {
        count += *at == letter && at[1] >= '0' && at[1] <= '9';
    }
    free(part);
    return count;
}

/* A whisker is a line and two caps: three strokes. */
static size_t count_whiskers(const char *svg, const char *id)
{
    size_t strokes = count_strokes(svg, id, 'M');
    assert_int_equal(strokes % 3, 0);
    return strokes / 3;
}

/* The fixed run, drawn once for the tests that only look. */
static struct plot_run drawn;

static int draw_once(void **state)
{
    (void)state;
    plot_run_init(&drawn);
    if (plot_has_gnuplot()) {
        draw(&drawn);
    }
    return 0;
}

static int remove_drawn(void **state)
{
    (void)state;
    plot_run_deinit(&drawn);
    return 0;
}

/* row: V01 */
static void one_sheet_and_four_panels_are_drawn_as_png_and_svg(void **state)
{
    plot_need_gnuplot();
    (void)state;
    char file[64];
    for (size_t i = 0; i < PICTURES; i++) {
        (void)snprintf(file, sizeof(file), "%s.png", pictures[i]);
        assert_true(plot_size(drawn.folder, file) > 10000);
        char *png = plot_read(drawn.folder, file);
        assert_memory_equal(png, "\x89PNG\r\n\x1a\n", 8);
        if (i == 0) { /* width and height, big-endian, at 16 and 20: 1600 and 1100 */
            assert_memory_equal(png + 16, "\0\0\x06\x40\0\0\x04\x4c", 8);
        }
        free(png);
        char *svg = read_svg(&drawn, pictures[i]);
        assert_contains(svg, "Scalability of reference 3f9c1ab on synthetic:futures");
        assert_contains(svg, "AMD EPYC 7B13");
        assert_contains(svg, "20 rounds, each trial a fresh process");
        assert_contains(svg, "FAIL 1 \xc2\xb7 unsure 1 \xc2\xb7 few 1 \xc2\xb7 ok 4");
        assert_contains(svg, "seed 42 \xc2\xb7 noise floor \xc2\xb1"
                             "0.6 % \xc2\xb7 tickgate 0.1.0");
        assert_contains(svg, ">10K<");
        assert_contains(svg, ">100K<");
        assert_contains(svg, ">1M<");
        assert_contains(svg, "ticks replayed");
        free(svg);
    }
}

/* row: V01 */
static void the_sheet_shows_all_four_panels(void **state)
{
    plot_need_gnuplot();
    (void)state;
    const char *texts[] = {
        ">(a)<",
        "Throughput, higher is better",
        "throughput (M ticks/s)",
        ">(b)<",
        "Latency per tick, lower is better",
        "time per tick (ns)",
        ">(c)<",
        "Total time of one replay",
        "total time (ms)",
        "Peak memory",
        "memory (MB)",
        ">(d)<",
        "Scaling efficiency, higher is better",
        "efficiency (%)",
        "throughput \xe2\x89\xa5 100 K ticks/s",
        "p99 \xe2\x89\xa4 10.0 ns",
        "mean \xe2\x89\xa4 10.0 ns = 2 x ruler/walk",
        "peak memory \xe2\x89\xa4 500 MB",
        "n = 20 processes per size",
        "Ring: target missed.",
    };
    char *svg = read_svg(&drawn, "scalability_metrics");
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_contains(svg, texts[i]);
    }
    assert_null(strstr(svg, "not measured"));
    free(svg);
}

/* row: V02 */
static void throughput_shows_three_points_three_whiskers_and_its_limit(void **state)
{
    plot_need_gnuplot();
    (void)state;
    char *svg = read_svg(&drawn, "throughput");
    assert_int_equal(count_in_part(svg, "1c", "<polygon"), 1); /* the band */
    assert_int_equal(count_in_part(svg, "1c", "fill-opacity = '0.200000'"), 1);
    assert_int_equal(count_whiskers(svg, "2c"), 3);
    assert_int_equal(count_in_part(svg, "3c", "<use "), 3);
    assert_int_equal(count_in_part(svg, "4c", "<use "), 0); /* no ring */
    assert_contains(svg, "182 M ticks/s");
    assert_contains(svg, "throughput \xe2\x89\xa5 100 K ticks/s");
    free(svg);
}

/* row: V03 */
static void total_time_shows_its_points_and_the_exponent(void **state)
{
    plot_need_gnuplot();
    (void)state;
    char *svg = read_svg(&drawn, "time_memory"); /* b and c: frame and data above; d and e: below */
    assert_contains(svg, "grows like ticks^0.995, 95 % interval [0.990, 1.000]: linear");
    assert_contains(svg, "0.4 bytes/tick, 95 % interval [0.36, 0.44], on top of 35.7 MB");
    assert_contains(svg, "5.49 ms");
    assert_contains(svg, "36.1 MB");
    assert_int_equal(count_in_part(svg, "3c", "<use "), 3);
    assert_int_equal(count_in_part(svg, "3e", "<use "), 3);
    assert_true(count_strokes(svg, "9b", 'L') >= 40); /* the fitted curves */
    assert_true(count_strokes(svg, "9d", 'L') >= 40);
    free(svg);
}

/* row: V04 */
static void latency_shows_four_series_and_rings_the_failed_point(void **state)
{
    plot_need_gnuplot();
    (void)state;
    char id[16];
    char *svg = read_svg(&drawn, "latency");
    for (int k = 1; k <= 4; k++) {
        (void)snprintf(id, sizeof(id), "%dc", k);
        assert_int_equal(count_in_part(svg, id, "<polygon"), 1);
        (void)snprintf(id, sizeof(id), "%dc", 4 + k);
        assert_int_equal(count_whiskers(svg, id), 3);
        (void)snprintf(id, sizeof(id), "%dc", 8 + k);
        assert_int_equal(count_in_part(svg, id, "<use "), 3);
        (void)snprintf(id, sizeof(id), "%dc", 12 + k);
        assert_int_equal(count_in_part(svg, id, "<use "), k == 4); /* p99 of 1M */
    }
    assert_contains(svg, "mean 5.49 ns");
    assert_contains(svg, "p50 5.10 ns");
    assert_contains(svg, "p90 5.90 ns");
    assert_contains(svg, "p99 12.0 ns");
    free(svg);
}

/* The left axis is the first stroke of the frame: M x,top L x,bottom. */
static void read_axis(const char *svg, double *top, double *bottom)
{
    double x, low_x;
    for (const char *at = strstr(svg, "d='M"); at; at = strstr(at + 1, "d='M")) {
        if (sscanf(at, "d='M%lf,%lf L%lf,%lf L", &x, top, &low_x, bottom) == 4 && x == low_x &&
            *bottom - *top > 300.0) {
            return;
        }
    }
    fail_msg("the picture has no axis");
}

/* row: V05 */
static void efficiency_is_drawn_from_zero(void **state)
{
    plot_need_gnuplot();
    (void)state;
    double top, bottom, x, y, highest = 1.0;
    char *svg = read_svg(&drawn, "efficiency");
    read_axis(svg, &top, &bottom);
    char *points = part_of(svg, "4c");
    const char *first = strstr(points, "translate(");
    assert_non_null(first);
    assert_int_equal(sscanf(first, "translate(%lf,%lf)", &x, &y), 2);
    /* 178/182 on an axis from 0 to 1.15 times the highest end of an interval */
    for (size_t i = 0; i < 3; i++) {
        highest =
            fmax(highest, drawn.sample.summary.cases[i].estimates[TKG_METRIC_EFFICIENCY].high);
    }
    assert_near((bottom - y) / (bottom - top), 178.0 / 182.0 / (1.15 * highest), 0.002);
    assert_int_equal(plot_count(points, "<use "), 3);
    /* the reference is 100 % by definition, without an interval */
    assert_int_equal(count_whiskers(svg, "3c"), 2);
    assert_contains(svg, "throughput relative to replay/1M, which is 100 %");
    free(points);
    free(svg);
}

/* FNV-1a, 64 bits (Fowler, Noll, Vo): enough to see that two texts differ. */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *text; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    }
    return hash;
}

/* row: V01 */
static void equal_data_gives_equal_pictures_byte_by_byte(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct plot_run second;
    char file[64];
    plot_run_init(&second);
    draw(&second);
    for (size_t i = 0; i < 2 * PICTURES; i++) {
        (void)snprintf(file, sizeof(file), "%s.%s", pictures[i / 2], i % 2 ? "svg" : "png");
        size_t size = plot_size(drawn.folder, file);
        assert_int_equal(size, plot_size(second.folder, file));
        char *a = plot_read(drawn.folder, file);
        char *b = plot_read(second.folder, file);
        assert_memory_equal(a, b, size);
        free(a);
        free(b);
    }
    plot_run_deinit(&second);
}

/* The pictures of the fixed run, as they were when they were last looked at. After a wanted change
 * of scripts or layout: look at the pictures, then put the printed numbers here. Other versions of
 * gnuplot write other bytes; the tests above hold for all of them. */
/* row: V01 */
static void the_pictures_are_those_that_were_looked_at(void **state)
{
    plot_need_gnuplot();
    (void)state;
    static const uint64_t golden[PICTURES] = {
        UINT64_C(0x218dc034c156c024), UINT64_C(0xda2df5dc564fa21c), UINT64_C(0x9a9cbe9d59e2b64c),
        UINT64_C(0xc8c573d0634f2e4e), UINT64_C(0x8f6b2c530d6faf45),
    };
    bool is_known_version = true, is_equal = true;
    for (size_t i = 0; i < PICTURES; i++) {
        char *svg = read_svg(&drawn, pictures[i]);
        is_known_version &= strstr(svg, "GNUPLOT 5.4 patchlevel 4 ") != NULL;
        if (hash_of(svg) != golden[i]) {
            print_message("%s.svg has hash 0x%016llx\n", pictures[i],
                          (unsigned long long)hash_of(svg));
            is_equal = false;
        }
        free(svg);
    }
    if (!is_known_version) {
        print_message("not gnuplot 5.4 patchlevel 4: golden pictures not compared\n");
        skip();
    }
    assert_true(is_equal);
}

/* What a shell, gnuplot or a format string might act upon. Each would make a file. */
static const char *const hostile[] = {
    "`touch PWNED`",
    "$(touch PWNED)",
    "< touch PWNED",
    "| touch PWNED",
    "\"; system \"touch PWNED\"; \"",
    "'; system 'touch PWNED'; '",
    "'.system(\"touch PWNED\").'",
    "@x_y^2{b}&~%s%n %d",
    "a\n! touch PWNED\n",
    "\\\"`touch PWNED`\\\"",
    "\xff\xfe<script>&amp;",
};

static void assert_nothing_ran(const char *folder)
{
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (struct dirent *entry = readdir(listing); entry; entry = readdir(listing)) {
        if (strstr(entry->d_name, "PWNED")) {
            fail_msg("a name of a user was run as a command: %s", entry->d_name);
        }
    }
    (void)closedir(listing);
}

/* XML 1.0: no control characters, and no & but that of an entity. */
static void assert_xml_text(const char *svg)
{
    for (const char *at = svg; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        assert_true(byte >= 0x20 || byte == '\n' || byte == '\t');
        if (byte == '&') {
            assert_true(strncmp(at, "&amp;", 5) == 0 || strncmp(at, "&lt;", 4) == 0 ||
                        strncmp(at, "&gt;", 4) == 0);
        }
    }
}

enum { HOSTILE = sizeof(hostile) / sizeof(hostile[0]) };

/* Every name of the run is hostile, beginning with number `first`. */
static void set_all_names(struct plot_run *run, size_t first)
{
    struct tkg_run_record *record = &run->sample.record;
    struct tkg_fingerprint *fingerprint = &run->sample.fingerprint;
    struct tkg_target *target = &run->sample.targets.targets[5]; /* the one with a ruler */
    char *const names[] = {record->engine_name,     record->engine_version, record->stream,
                           fingerprint->cpu_model,  fingerprint->kernel,    fingerprint->compiler,
                           fingerprint->hypervisor, target->limit_text};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        /* the shortest of these arrays has 96 bytes, the longest name 34 */
        (void)snprintf(names[i], 64, "%s", hostile[(first + i) % HOSTILE]);
    }
    (void)snprintf(record->cases[2].name, sizeof(record->cases[2].name), "replay/%.50s",
                   hostile[first]);
    run->input.tool_version = hostile[first];
}

static void names_full_of_traps_are_drawn_and_never_run(void **state)
{
    plot_need_gnuplot();
    (void)state;
    for (size_t i = 0; i < HOSTILE; i += 3) { /* each in every place that runs through a script */
        struct plot_run run;
        plot_run_init(&run);
        set_all_names(&run, i);
        draw(&run);
        assert_nothing_ran(run.folder);
        char *svg = read_svg(&run, "scalability_metrics");
        assert_xml_text(svg);
        if (i == 0) {
            assert_contains(svg, "Scalability of `touch PWNED` $(touch PW... on &lt; touch PWNED");
            assert_contains(svg, "throughput relative to replay/`touch PWNED`, which is 100 %");
            assert_contains(svg, "mean \xe2\x89\xa4 10.0 ns = @x_y^2{b}&amp;~%s%n %d");
            assert_contains(svg, "tickgate `touch PWNED`");
        }
        free(svg);
        plot_run_deinit(&run);
    }
}

/* row: V01 */
static void a_folder_with_its_data_draws_itself_again(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    draw(&run);
    char *before = read_svg(&run, "efficiency");
    /* as a user would: change the data, run the script that lies beside it */
    run.input.script_folder = run.folder;
    draw(&run);
    char *after = read_svg(&run, "efficiency");
    assert_string_equal(after, before);
    free(before);
    free(after);
    plot_run_deinit(&run);
}

static void sweeps_of_any_length_are_drawn(void **state)
{
    plot_need_gnuplot();
    (void)state;
    const size_t counts[] = {1, 2, 3, 64};
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        struct plot_sweep_run *run = calloc(1, sizeof(*run));
        assert_non_null(run);
        plot_sweep_run_init(run, counts[i], 1e9);
        if (counts[i] < 3) {
            run->summary.time_exponent.slope = run->summary.time_exponent.intercept = NAN;
            run->summary.memory.slope = run->summary.memory.intercept = NAN;
        }
        draw(&run->run);
        char *svg = read_svg(&run->run, "throughput");
        assert_int_equal(count_in_part(svg, "3c", "<use "), counts[i]);
        assert_int_equal(count_whiskers(svg, "2c"), counts[i]);
        assert_contains(svg, "no targets");
        assert_contains(svg, counts[i] == 1 ? ">1K<" : ">1G<");
        free(svg);
        svg = read_svg(&run->run, "time_memory");
        assert_contains(svg, counts[i] < 3 ? "exponent not fitted: too few sizes or rounds"
                                           : "grows like ticks^0.995");
        free(svg);
        plot_sweep_run_deinit(run);
        free(run);
    }
}

static void the_largest_picture_stays_small(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct plot_sweep_run *run = calloc(1, sizeof(*run));
    assert_non_null(run);
    plot_sweep_run_init(run, 600, 1e9);
    draw(&run->run);
    size_t size = plot_size(run->run.folder, "scalability_metrics.svg");
    print_message("the sheet of 250 sizes has %zu bytes as SVG\n", size);
    assert_true(size < 2000000);
    char *svg = read_svg(&run->run, "latency");
    assert_int_equal(count_in_part(svg, "12c", "<use "), 250);
    assert_contains(svg, "350 sizes not drawn.");
    free(svg);
    plot_sweep_run_deinit(run);
    free(run);
}

/* Everything but throughput is missing: the paced, block, tick and memory passes did not run. */
static void what_was_not_measured_is_said_and_not_a_failure(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    for (size_t i = 0; i < 3; i++) {
        for (int metric = TKG_METRIC_LATENCY_MEAN; metric < TKG_METRIC_COUNT; metric++) {
            run.sample.summary.cases[i].estimates[metric] = sample_estimate_without_value(0);
        }
        run.sample.summary.cases[i].headline = TKG_HEADLINE_NONE;
    }
    run.sample.summary.efficiency_reference = SIZE_MAX;
    draw(&run);
    char *svg = read_svg(&run, "scalability_metrics");
    assert_int_equal(plot_count(svg, "not measured"), 4);
    free(svg);
    plot_run_deinit(&run);
}

static void percentiles_that_are_missing_leave_the_others(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    for (size_t i = 0; i < 3; i++) {
        run.sample.summary.cases[i].estimates[TKG_METRIC_LATENCY_P90] =
            sample_estimate_without_value(2);
    }
    run.sample.summary.cases[1].estimates[TKG_METRIC_LATENCY_P99] =
        sample_estimate_without_value(4);
    draw(&run);
    char *svg = read_svg(&run, "latency");
    assert_int_equal(count_in_part(svg, "9c", "<use "), 3);
    assert_int_equal(count_in_part(svg, "11c", "<use "), 0);
    assert_int_equal(count_in_part(svg, "12c", "<use "), 2);
    assert_null(strstr(svg, "p90 "));
    free(svg);
    plot_run_deinit(&run);
}

static void nothing_to_plot_is_told_before_anything_is_drawn(void **state)
{
    (void)state;
    struct plot_run run;
    struct tkg_error err = {.text = ""};
    plot_run_init(&run);
    run.sample.summary.case_count = 0;
    assert_status(tkg_plot_scalability(&run.input, &err), TKG_NOTHING, &err);
    assert_int_equal(plot_size(run.folder, "scalability_metrics.png"), 0);
    plot_run_deinit(&run);
}

static void missing_scripts_are_named(void **state)
{
    (void)state;
    struct plot_run run;
    struct tkg_error err = {.text = ""};
    plot_run_init(&run);
    run.input.script_folder = "/nowhere/plots";
    assert_status(tkg_plot_scalability(&run.input, &err), TKG_INPUT, &err);
    assert_contains(err.text, "the plot scripts are not where they should be");
    assert_contains(err.text, "/nowhere/plots/style.gp");
    plot_run_deinit(&run);
}

static void a_missing_output_folder_is_made(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct plot_run run;
    char folder[128];
    plot_run_init(&run);
    (void)snprintf(folder, sizeof(folder), "%s/new", run.folder);
    run.input.output_folder = folder;
    draw(&run);
    assert_true(plot_size(folder, "scalability_metrics.png") > 10000);
    plot_folder_remove(folder);
    plot_run_deinit(&run);
}

/* All names of a folder but the dots: what a failed or a finished run leaves. */
static size_t hidden_count(const char *folder)
{
    size_t count = 0;
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (struct dirent *entry = readdir(listing); entry; entry = readdir(listing)) {
        count += entry->d_name[0] == '.' && strlen(entry->d_name) > 2;
    }
    (void)closedir(listing);
    return count;
}

static void no_private_folder_is_left(void **state)
{
    (void)state;
    assert_int_equal(hidden_count(drawn.folder), 0);
    struct plot_run run;
    struct tkg_error err = {.text = ""};
    plot_run_init(&run);
    run.input.script_folder = "/nowhere/plots";
    assert_status(tkg_plot_scalability(&run.input, &err), TKG_INPUT, &err);
    assert_int_equal(hidden_count(run.folder), 0);
    plot_run_deinit(&run);
}

/* Both draw into one folder; each must find its own pictures and none of the other's halves. */
static void two_runs_into_one_folder_do_not_disturb_each_other(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    pid_t other = fork();
    assert_true(other >= 0);
    if (other == 0) {
        _exit(tkg_plot_scalability(&run.input, NULL) == TKG_OK ? 0 : 1);
    }
    draw(&run);
    int status = 0;
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    char *svg = read_svg(&run, "latency");
    char *same = read_svg(&drawn, "latency");
    assert_string_equal(svg, same);
    free(svg);
    free(same);
    assert_int_equal(hidden_count(run.folder), 0);
    plot_run_deinit(&run);
}

/* A limit on the size of files plays the full disk: 20 KB are enough for the data (its largest file
 * has 3 KB), not for a picture; 200 bytes not even for the data. */
static void a_disk_without_room_is_named_and_no_picture_left(void **state)
{
    plot_need_gnuplot();
    (void)state;
    const rlim_t limits[] = {200, 20000};
    for (size_t i = 0; i < 2; i++) {
        struct plot_run run;
        struct rlimit before;
        struct tkg_error err = {.text = ""};
        plot_run_init(&run);
        draw(&run); /* old pictures, not to be taken for new ones */
        assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
        const struct rlimit low = {limits[i], before.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
        enum tkg_status status = tkg_plot_scalability(&run.input, &err);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_status(status, TKG_OUTPUT, &err);
        assert_contains(err.text, "cannot write");
        assert_contains(err.text, "ile too large");
        assert_int_equal(plot_size(run.folder, "scalability_metrics.png"), 0);
        assert_int_equal(hidden_count(run.folder), 0);
        plot_run_deinit(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_sheet_and_four_panels_are_drawn_as_png_and_svg),
        cmocka_unit_test(the_sheet_shows_all_four_panels),
        cmocka_unit_test(throughput_shows_three_points_three_whiskers_and_its_limit),
        cmocka_unit_test(total_time_shows_its_points_and_the_exponent),
        cmocka_unit_test(latency_shows_four_series_and_rings_the_failed_point),
        cmocka_unit_test(efficiency_is_drawn_from_zero),
        cmocka_unit_test(equal_data_gives_equal_pictures_byte_by_byte),
        cmocka_unit_test(the_pictures_are_those_that_were_looked_at),
        cmocka_unit_test(names_full_of_traps_are_drawn_and_never_run),
        cmocka_unit_test(a_folder_with_its_data_draws_itself_again),
        cmocka_unit_test(sweeps_of_any_length_are_drawn),
        cmocka_unit_test(the_largest_picture_stays_small),
        cmocka_unit_test(what_was_not_measured_is_said_and_not_a_failure),
        cmocka_unit_test(percentiles_that_are_missing_leave_the_others),
        cmocka_unit_test(nothing_to_plot_is_told_before_anything_is_drawn),
        cmocka_unit_test(missing_scripts_are_named),
        cmocka_unit_test(a_missing_output_folder_is_made),
        cmocka_unit_test(no_private_folder_is_left),
        cmocka_unit_test(two_runs_into_one_folder_do_not_disturb_each_other),
        cmocka_unit_test(a_disk_without_room_is_named_and_no_picture_left),
    };
    return plot_exit_status(cmocka_run_group_tests(tests, draw_once, remove_drawn));
}
