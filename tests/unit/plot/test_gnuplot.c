/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/resource.h>
#include <sys/stat.h>

#include "plot_run.h"

#include "plot/gnuplot.h"

static const char *const texts[] = {"a word", NULL};
static const struct tkg_gnuplot_picture picture = {"picture", texts};
static const char *const scripts[] = {"script.gp", NULL};

/* Draws a picture of more than 10 kB that holds the word. */
static const char good_script[] = "set xrange [-10:10]; set samples 2000; set title 'a word'\n"
                                  "set terminal pngcairo size 1200,900; set output 'picture.png'\n"
                                  "plot sin(20*x), cos(17*x), sin(x*x)\n"
                                  "set terminal svg; set output 'picture.svg'\n"
                                  "plot sin(x)\n";

static const char probe_script[] =
    "set terminal pngcairo size 200,40 font 'Liberation Sans,14'; set output 'font_probe.png'\n"
    "unset border; unset tics; unset key; set label 'tickgate' at screen 0.5, 0.5 center\n"
    "plot [0:1] [0:1] 2 notitle\n"
    "reset; set output\n";

struct fixture {
    struct plot_run run;
    struct tkg_gnuplot_job job;
    struct tkg_error err;
    char *path; /* PATH before the test */
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    plot_run_init(&fixture->run);
    fixture->job = (struct tkg_gnuplot_job){.folder = fixture->run.folder,
                                            .scripts = scripts,
                                            .pictures = &picture,
                                            .picture_count = 1};
    fixture->path = strdup(getenv("PATH"));
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    (void)setenv("PATH", fixture->path, 1);
    (void)unsetenv("FONTCONFIG_FILE");
    free(fixture->path);
    plot_run_deinit(&fixture->run);
    free(fixture);
    return 0;
}

static void write_file(struct fixture *fixture, const char *name, const char *text)
{
    char path[512];
    (void)snprintf(path, sizeof(path), "%s/%s", fixture->run.folder, name);
    assert_status(tkg_file_write(path, text, strlen(text), &fixture->err), TKG_OK, &fixture->err);
}

static enum tkg_status run_script(struct fixture *fixture, const char *script)
{
    write_file(fixture, "script.gp", script);
    return tkg_gnuplot_run(&fixture->job, &fixture->err);
}

/* PATH with a program of our own in place of gnuplot. */
static void use_program(struct fixture *fixture, const char *shell_script)
{
    char path[512];
    write_file(fixture, "gnuplot", shell_script);
    (void)snprintf(path, sizeof(path), "%s/gnuplot", fixture->run.folder);
    assert_int_equal(chmod(path, 0700), 0);
    (void)setenv("PATH", fixture->run.folder, 1);
}

static void a_good_script_leaves_its_pictures(void **state)
{
    plot_need_gnuplot();
    struct fixture *fixture = *state;
    assert_status(run_script(fixture, good_script), TKG_OK, &fixture->err);
    assert_true(plot_size(fixture->run.folder, "picture.png") > 10000);
    assert_true(plot_size(fixture->run.folder, "picture.svg") > 1000);
}

static void without_gnuplot_the_error_names_the_package(void **state)
{
    struct fixture *fixture = *state;
    const char *paths[] = {"/nowhere", "", "relative:/nowhere:"};
    for (size_t i = 0; i < 3; i++) {
        (void)setenv("PATH", paths[i], 1);
        assert_status(run_script(fixture, good_script), TKG_ENVIRONMENT, &fixture->err);
        assert_contains(fixture->err.text, "plots need gnuplot and no folder of PATH has it");
        assert_contains(fixture->err.text, "install the package gnuplot-nox");
    }
    (void)unsetenv("PATH");
    assert_status(run_script(fixture, good_script), TKG_ENVIRONMENT, &fixture->err);
}

static void a_gnuplot_in_a_relative_folder_is_not_run(void **state)
{
    struct fixture *fixture = *state;
    char here[1024];
    assert_non_null(getcwd(here, sizeof(here)));
    use_program(fixture, "#!/bin/sh\n: >ran\n");
    assert_int_equal(chdir(fixture->run.folder), 0);
    (void)setenv("PATH", ".:", 1); /* both mean the folder we are in, where a gnuplot lies */
    enum tkg_status status = run_script(fixture, good_script);
    assert_int_equal(chdir(here), 0);
    assert_status(status, TKG_ENVIRONMENT, &fixture->err);
    assert_int_not_equal(access("ran", F_OK), 0);
}

static void a_script_error_is_shown_with_gnuplots_last_words(void **state)
{
    plot_need_gnuplot();
    struct fixture *fixture = *state;
    assert_status(run_script(fixture, "plot 'no_such_file.dat'\n"), TKG_SYSTEM, &fixture->err);
    assert_contains(fixture->err.text, "gnuplot failed with exit code");
    assert_contains(fixture->err.text, fixture->run.folder);
    assert_contains(fixture->err.text, "no_such_file.dat");
    assert_true(fixture->err.text[strlen(fixture->err.text) - 1] != '\n');
}

static void only_the_end_of_a_flood_of_words_is_shown(void **state)
{
    struct fixture *fixture = *state;
    use_program(fixture, "#!/bin/sh\ni=0; while [ $i -lt 900 ]; do echo word $i; i=$((i+1)); done\n"
                         "exit 3\n");
    assert_status(run_script(fixture, good_script), TKG_SYSTEM, &fixture->err);
    assert_contains(fixture->err.text, "exit code 3");
    assert_contains(fixture->err.text, "word 899");
    assert_null(strstr(fixture->err.text, "word 100\n"));
}

static void a_failed_script_leaves_no_half_picture(void **state)
{
    plot_need_gnuplot();
    struct fixture *fixture = *state;
    char script[1024];
    assert_status(run_script(fixture, good_script), TKG_OK, &fixture->err);
    (void)snprintf(script, sizeof(script), "%sexit status 4\n", good_script);
    assert_status(run_script(fixture, script), TKG_SYSTEM, &fixture->err);
    assert_contains(fixture->err.text, "exit code 4");
    assert_int_equal(plot_size(fixture->run.folder, "picture.png"), 0);
    assert_int_equal(plot_size(fixture->run.folder, "picture.svg"), 0);
}

static void an_old_picture_does_not_pass_for_a_new_one(void **state)
{
    plot_need_gnuplot();
    struct fixture *fixture = *state;
    assert_status(run_script(fixture, good_script), TKG_OK, &fixture->err);
    assert_status(run_script(fixture, "set xrange [0:1]\n"), TKG_SYSTEM, &fixture->err);
    assert_contains(fixture->err.text, "without an error and without");
    assert_contains(fixture->err.text, "picture.png");
    assert_contains(fixture->err.text, "pngcairo and svg terminals");
}

static void a_picture_that_cannot_be_replaced_is_an_output_error(void **state)
{
    struct fixture *fixture = *state;
    char path[512];
    (void)snprintf(path, sizeof(path), "%s/picture.png", fixture->run.folder);
    assert_int_equal(mkdir(path, 0700), 0);
    write_file(fixture, "picture.png/inside", "x"); /* a folder that remove() leaves alone */
    assert_status(run_script(fixture, good_script), TKG_OUTPUT, &fixture->err);
    assert_contains(fixture->err.text, "cannot replace");
    (void)snprintf(path, sizeof(path), "%s/picture.png/inside", fixture->run.folder);
    (void)unlink(path);
    (void)snprintf(path, sizeof(path), "%s/picture.png", fixture->run.folder);
    (void)rmdir(path);
}

static void an_empty_picture_is_not_accepted(void **state)
{
    plot_need_gnuplot();
    struct fixture *fixture = *state;
    assert_status(run_script(fixture,
                             "set terminal pngcairo size 300,200; set output 'picture.png'\n"
                             "plot [0:1] x title 'a word'\n"
                             "set terminal svg; set output 'picture.svg'; replot\n"),
                  TKG_SYSTEM, &fixture->err);
    assert_contains(fixture->err.text, "picture.png has only");
    assert_contains(fixture->err.text, "less than the 10000 of a picture with data");
}

/* gnuplot ignores that its writes fail; the last bytes of a picture are then missing. */
static void a_picture_without_its_end_is_not_accepted(void **state)
{
    plot_need_gnuplot();
    struct fixture *fixture = *state;
    const char *names[] = {"picture.png", "picture.svg"};
    for (size_t i = 0; i < 2; i++) {
        char script[1024];
        (void)snprintf(script, sizeof(script), "%sset output; system('truncate -s -8 %s')\n",
                       good_script, names[i]);
        assert_status(run_script(fixture, script), TKG_SYSTEM, &fixture->err);
        assert_contains(fixture->err.text, names[i]);
        assert_contains(fixture->err.text, "has no end");
        assert_int_equal(plot_size(fixture->run.folder, names[i]), 0);
    }
}

static void messages_name_the_folder_that_the_user_knows(void **state)
{
    plot_need_gnuplot();
    struct fixture *fixture = *state;
    fixture->job.shown = "out/plots";
    assert_status(run_script(fixture, "exit status 4\n"), TKG_SYSTEM, &fixture->err);
    assert_contains(fixture->err.text, "exit code 4 in out/plots;");
    assert_status(run_script(fixture, "x = 1\n"), TKG_SYSTEM, &fixture->err);
    assert_contains(fixture->err.text, "without out/plots/picture.png");
}

static void a_gnuplot_above_the_limit_of_file_sizes_is_an_output_error(void **state)
{
    struct fixture *fixture = *state;
    use_program(fixture, "#!/bin/sh\nkill -XFSZ $$\n");
    assert_status(run_script(fixture, good_script), TKG_OUTPUT, &fixture->err);
    assert_contains(fixture->err.text, "raise the limit of file sizes (ulimit -f)");
}

/* A limit on the size of files plays the full disk; the false gnuplot fails as it would. */
static void a_failure_on_a_full_disk_is_one_of_the_disk(void **state)
{
    struct fixture *fixture = *state;
    struct rlimit before;
    use_program(fixture, "#!/bin/sh\n");
    write_file(fixture, "script.gp", good_script);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit low = {20000, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    enum tkg_status status = tkg_gnuplot_run(&fixture->job, &fixture->err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_status(status, TKG_OUTPUT, &fixture->err);
    assert_contains(fixture->err.text, "gnuplot could not write its pictures: cannot write");
    assert_status(tkg_gnuplot_run(&fixture->job, &fixture->err), TKG_SYSTEM, &fixture->err);
}

static void a_picture_without_its_text_is_not_accepted(void **state)
{
    plot_need_gnuplot();
    struct fixture *fixture = *state;
    char script[1024];
    (void)snprintf(script, sizeof(script), "%s", good_script);
    memcpy(strstr(script, "a word"), "no way", 6);
    assert_status(run_script(fixture, script), TKG_ENVIRONMENT, &fixture->err);
    assert_contains(fixture->err.text, "picture.svg lacks 'a word'");
    assert_contains(fixture->err.text, "fonts-liberation");
}

static void a_machine_with_fonts_passes_the_probe_and_keeps_no_trace_of_it(void **state)
{
    plot_need_gnuplot();
    struct fixture *fixture = *state;
    char script[1024];
    (void)snprintf(script, sizeof(script), "%s%s", probe_script, good_script);
    fixture->job.font_probe = "font_probe";
    assert_status(run_script(fixture, script), TKG_OK, &fixture->err);
    assert_int_equal(plot_size(fixture->run.folder, "font_probe.png"), 0);
}

static void a_machine_without_fonts_is_told_which_package_it_lacks(void **state)
{
    plot_need_gnuplot();
    struct fixture *fixture = *state;
    char script[1024], path[512];
    (void)snprintf(script, sizeof(script), "%s%s", probe_script, good_script);
    (void)snprintf(path, sizeof(path), "%s/fonts.conf", fixture->run.folder);
    write_file(fixture, "fonts.conf", "<?xml version=\"1.0\"?><fontconfig></fontconfig>\n");
    (void)setenv("FONTCONFIG_FILE", path, 1);
    fixture->job.font_probe = "font_probe";
    assert_status(run_script(fixture, script), TKG_ENVIRONMENT, &fixture->err);
    assert_contains(fixture->err.text, "a picture of one word has");
    assert_contains(fixture->err.text, "fonts-liberation");
    assert_int_equal(plot_size(fixture->run.folder, "picture.png"), 0);
}

static void a_killed_gnuplot_is_named_with_its_signal(void **state)
{
    struct fixture *fixture = *state;
    use_program(fixture, "#!/bin/sh\necho swapping; kill -KILL $$\n");
    assert_status(run_script(fixture, good_script), TKG_SYSTEM, &fixture->err);
    assert_contains(fixture->err.text, "gnuplot was killed by SIGKILL");
    assert_contains(fixture->err.text, "swapping");
}

static void gnuplot_runs_in_a_locale_that_every_machine_has(void **state)
{
    struct fixture *fixture = *state;
    (void)setenv("LC_ALL", "de_DE.UTF-8", 1);
    use_program(fixture, "#!/bin/sh\necho locale $LC_ALL library $GNUPLOT_LIB; exit 3\n");
    enum tkg_status status = run_script(fixture, good_script);
    (void)unsetenv("LC_ALL");
    assert_status(status, TKG_SYSTEM, &fixture->err);
    assert_contains(fixture->err.text, "locale C.UTF-8 library");
}

/* The start-up file of a user would change every picture: gnuplot must not read it. */
static void start_up_files_and_odd_locales_change_nothing(void **state)
{
    plot_need_gnuplot();
    struct fixture *fixture = *state;
    char *home = strdup(getenv("HOME") ? getenv("HOME") : "/");
    assert_status(run_script(fixture, good_script), TKG_OK, &fixture->err);
    char *before = plot_read(fixture->run.folder, "picture.svg");
    write_file(fixture, ".gnuplot", "set grid; set border 0; set key outside\n");
    (void)setenv("HOME", fixture->run.folder, 1);
    (void)setenv("LC_ALL", "de_DE.UTF-8", 1);
    assert_status(run_script(fixture, good_script), TKG_OK, &fixture->err);
    (void)setenv("HOME", home, 1);
    (void)unsetenv("LC_ALL");
    char *after = plot_read(fixture->run.folder, "picture.svg");
    assert_string_equal(after, before);
    free(home);
    free(before);
    free(after);
}

int main(void)
{
#define GNUPLOT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        GNUPLOT_TEST(a_good_script_leaves_its_pictures),
        GNUPLOT_TEST(without_gnuplot_the_error_names_the_package),
        GNUPLOT_TEST(a_gnuplot_in_a_relative_folder_is_not_run),
        GNUPLOT_TEST(a_script_error_is_shown_with_gnuplots_last_words),
        GNUPLOT_TEST(only_the_end_of_a_flood_of_words_is_shown),
        GNUPLOT_TEST(a_failed_script_leaves_no_half_picture),
        GNUPLOT_TEST(an_old_picture_does_not_pass_for_a_new_one),
        GNUPLOT_TEST(a_picture_that_cannot_be_replaced_is_an_output_error),
        GNUPLOT_TEST(an_empty_picture_is_not_accepted),
        GNUPLOT_TEST(a_picture_without_its_text_is_not_accepted),
        GNUPLOT_TEST(a_picture_without_its_end_is_not_accepted),
        GNUPLOT_TEST(a_failure_on_a_full_disk_is_one_of_the_disk),
        GNUPLOT_TEST(messages_name_the_folder_that_the_user_knows),
        GNUPLOT_TEST(a_gnuplot_above_the_limit_of_file_sizes_is_an_output_error),
        GNUPLOT_TEST(a_machine_with_fonts_passes_the_probe_and_keeps_no_trace_of_it),
        GNUPLOT_TEST(a_machine_without_fonts_is_told_which_package_it_lacks),
        GNUPLOT_TEST(a_killed_gnuplot_is_named_with_its_signal),
        GNUPLOT_TEST(gnuplot_runs_in_a_locale_that_every_machine_has),
        GNUPLOT_TEST(start_up_files_and_odd_locales_change_nothing),
    };
    return plot_exit_status(cmocka_run_group_tests(tests, NULL, NULL));
}
