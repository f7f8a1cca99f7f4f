/* SPDX-License-Identifier: Apache-2.0
 *
 * calibrate: how often tickgate's own gate is wrong on this machine, and what it sees.
 *
 *     calibrate run --layouts FOLDER --data FOLDER [--minutes M] [--runs N] [--streams N] [--seed
 * N]
 *                   [--commit TEXT] [--tickgate PATH] [EXPERIMENT...]
 *     calibrate report --data FOLDER [--output FILE]
 *     calibrate list
 *
 * `run` adds gate runs to the raw data until the time is over, each experiment has had N runs, or
 * all are complete; killed, it goes on where it was. Two streams at once, each on a CPU of its own,
 * are each other's neighbour. `report` writes docs/calibration.md from the raw data alone.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/number.h"
#include "calibration_report.h"
#include "cli/output.h"
#include "experiment.h"
#include "host/child.h"
#include "host/cpu.h"
#include "host/file.h"
#include "measure/launch.h"
#include "measure/trial.h"
#include "profile/profile_child.h"
#include "run_stream.h"

enum { PATH_BYTES = 4096, STREAM_MAX = 8, CPU_MAX = 256 };

struct options {
    struct tkg_run_stream stream;
    uint64_t stream_count;
    uint64_t minutes;
    const char *output;
};

static const struct option known[] = {
    {"layouts", required_argument, NULL, 'l'},  {"data", required_argument, NULL, 'd'},
    {"minutes", required_argument, NULL, 'm'},  {"runs", required_argument, NULL, 'r'},
    {"streams", required_argument, NULL, 's'},  {"seed", required_argument, NULL, 'e'},
    {"commit", required_argument, NULL, 'c'},   {"output", required_argument, NULL, 'o'},
    {"tickgate", required_argument, NULL, 't'}, {NULL, 0, NULL, 0},
};

static enum tkg_status set_count(const char *text, uint64_t max, uint64_t *out,
                                 struct tkg_error *err)
{
    return tkg_u64_parse(text, out) && *out <= max
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "'%.40s' is not a whole number up to %llu", text,
                          (unsigned long long)max);
}

static enum tkg_status set_option(int letter, const char *value, struct options *options,
                                  struct tkg_error *err)
{
    uint64_t count = 0;
    enum tkg_status status = TKG_OK;
    switch (letter) {
    case 'l':
        options->stream.layout_folder = value;
        return TKG_OK;
    case 'd':
        options->stream.data_folder = value;
        return TKG_OK;
    case 'c':
        options->stream.commit = value;
        return TKG_OK;
    case 't':
        options->stream.tickgate_path = value;
        return TKG_OK;
    case 'o':
        options->output = value;
        return TKG_OK;
    case 'm':
        return set_count(value, 100000, &options->minutes, err);
    case 's':
        return set_count(value, STREAM_MAX, &options->stream_count, err);
    case 'e':
        return set_count(value, UINT64_MAX, &options->stream.seed, err);
    case 'r':
        status = set_count(value, 1000000, &count, err);
        options->stream.run_max = (uint32_t)count;
        return status;
    default:
        return tkg_fail(err, TKG_USAGE, "see the head of calibrate.c for the options");
    }
}

static enum tkg_status add_experiment(const char *name, struct options *options,
                                      struct tkg_error *err)
{
    const struct tkg_experiment *experiment = tkg_experiment_find(name);
    if (!experiment || options->stream.experiment_count == TKG_STREAM_EXPERIMENT_MAX) {
        return tkg_fail(err, TKG_USAGE, "no experiment '%.40s'; calibrate list shows them", name);
    }
    options->stream.experiments[options->stream.experiment_count++] = experiment;
    return TKG_OK;
}

static enum tkg_status read_options(int argc, char **argv, struct options *options,
                                    struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    int letter = 0;
    while (status == TKG_OK && (letter = getopt_long(argc, argv, "", known, NULL)) != -1) {
        status = set_option(letter, optarg, options, err);
    }
    for (int i = optind + 1; i < argc && status == TKG_OK; i++) {
        status = add_experiment(argv[i], options, err);
    }
    size_t count = 0;
    const struct tkg_experiment *all = tkg_experiments(&count);
    for (size_t i = 0; i < count && optind + 1 >= argc && status == TKG_OK; i++) {
        status = add_experiment(all[i].name, options, err);
    }
    if (status == TKG_OK && !options->stream.data_folder) {
        status = tkg_fail(err, TKG_USAGE, "--data FOLDER is needed");
    }
    return status;
}

/* In a process of its own, pinned with everything that it starts but the noisy neighbours. */
static int run_one_stream(struct tkg_run_stream stream)
{
    struct tkg_error err = {0};
    enum tkg_status status = stream.cpu >= 0 ? tkg_cpu_pin(stream.cpu, &err) : TKG_OK;
    status = status == TKG_OK ? tkg_run_stream(&stream, &err) : status;
    if (status != TKG_OK) {
        (void)fprintf(stderr, "calibrate, stream %u: %s\n", (unsigned)stream.number, err.text);
    }
    return tkg_status_exit_code(status);
}

static pid_t start_stream(const struct options *options, uint32_t number)
{
    int cpus[CPU_MAX];
    struct tkg_run_stream stream = options->stream;
    const size_t cpu_count = tkg_cpu_list(cpus, CPU_MAX);
    stream.number = number;
    stream.count = (uint32_t)options->stream_count;
    stream.cpu = number < cpu_count ? cpus[cpu_count - 1 - number] : -1;
    stream.seconds = 60.0 * (double)options->minutes;
    const pid_t process = fork();
    if (process == 0) {
        exit(run_one_stream(stream));
    }
    return process;
}

static int wait_for(pid_t process)
{
    int how = 0;
    while (waitpid(process, &how, 0) < 0) {
        if (errno != EINTR) {
            return tkg_status_exit_code(TKG_SYSTEM);
        }
    }
    return WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
}

static int run(struct options *options, struct tkg_error *err)
{
    static char program_path[PATH_BYTES];
    pid_t processes[STREAM_MAX];
    int exit_code = 0;
    if (!options->stream.layout_folder || options->stream_count == 0) {
        return tkg_status_exit_code(tkg_fail(err, TKG_USAGE, "--layouts FOLDER is needed"));
    }
    enum tkg_status status = tkg_program_path(program_path, sizeof program_path, err);
    if (status != TKG_OK) {
        return tkg_status_exit_code(status);
    }
    options->stream.program_path = program_path;
    tkg_interrupt_install();
    for (uint32_t i = 0; i < options->stream_count; i++) {
        processes[i] = start_stream(options, i);
    }
    for (uint32_t i = 0; i < options->stream_count; i++) {
        const int code = wait_for(processes[i]);
        exit_code = code != 0 ? code : exit_code;
    }
    return exit_code;
}

static int list(void)
{
    size_t count = 0;
    const struct tkg_experiment *all = tkg_experiments(&count);
    for (size_t i = 0; i < count; i++) {
        (void)printf("%-16s %5u runs  %s\n", all[i].name, (unsigned)all[i].run_goal, all[i].about);
    }
    return 0;
}

static int report(const struct options *options, struct tkg_error *err)
{
    struct tkg_text text;
    tkg_text_init(&text);
    enum tkg_status status = tkg_calibration_report(options->stream.data_folder, &text, err);
    if (status == TKG_OK) {
        status = tkg_file_write(options->output, tkg_text_borrow(&text), text.length, err);
    }
    tkg_text_deinit(&text);
    return tkg_status_exit_code(status);
}

static int command(int argc, char **argv, struct tkg_error *err)
{
    struct options options = {
        .stream = {.commit = "unknown", .seed = 1},
        .stream_count = 2,
        .minutes = 60,
        .output = "-",
    };
    if (argc >= 2 && strcmp(argv[1], "list") == 0) {
        return list();
    }
    const enum tkg_status status = read_options(argc, argv, &options, err);
    if (status != TKG_OK) {
        return tkg_status_exit_code(status);
    }
    const char *what = optind < argc ? argv[optind] : "";
    return strcmp(what, "run") == 0 ? run(&options, err)
           : strcmp(what, "report") == 0
               ? report(&options, err)
               : tkg_status_exit_code(tkg_fail(err, TKG_USAGE, "run, report or list is needed"));
}

int main(int argc, char **argv)
{
    struct tkg_error err = {0};
    int child_exit_code = 0;
    if (tkg_profile_child_run(argc, argv, &child_exit_code)) {
        return child_exit_code;
    }
    if (argc == 2 && strcmp(argv[1], TKG_TRIAL_ARGUMENT) == 0) {
        return tkg_trial_child_main();
    }
    if (argc == 2 && strcmp(argv[1], TKG_LAUNCH_ARGUMENT) == 0) {
        return tkg_launch_child_main();
    }
    const int exit_code = command(argc, argv, &err);
    if (err.text[0] != '\0') {
        (void)fprintf(stderr, "calibrate: %s\n", err.text);
    }
    return exit_code;
}
