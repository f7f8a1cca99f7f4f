/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate doctor: what does this machine allow, and how small an effect can be seen on it?
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli/command.h"
#include "cli/doctor_noise.h"
#include "cli/output.h"
#include "host/child.h"
#include "host/cpu.h"
#include "host/file.h"
#include "host/usage.h"
#include "report/doctor_report.h"

enum { PATH_BYTES = 4096, SECONDS_DEFAULT = 20, SECONDS_MAX = 3600 };

/* For tests: files of another machine, below this folder. */
static const char root_variable[] = "TICKGATE_HOST_ROOT";

struct doctor {
    struct tkg_machine_state state;
    struct tkg_machine_check checks[TKG_CHECK_COUNT_MAX];
    size_t check_count;
    struct tkg_fingerprint fingerprint;
    struct tkg_doctor_noise noise;
    double seconds;
    bool is_json;
    bool is_strict;
    bool is_quiet;
    const char *output;
};

static enum tkg_status set_seconds(void *context, const char *value, struct tkg_error *err)
{
    struct doctor *doctor = context;
    double seconds = 0;
    if (!tkg_double_parse(value, &seconds) || seconds < 0 || seconds > SECONDS_MAX) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is not a number from 0 to %d", value, SECONDS_MAX);
    }
    doctor->seconds = seconds;
    return TKG_OK;
}

static enum tkg_status set_format(void *context, const char *value, struct tkg_error *err)
{
    struct doctor *doctor = context;
    doctor->is_json = strcmp(value, "json") == 0;
    return doctor->is_json || strcmp(value, "human") == 0
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "no format '%.40s'; known: human json", value);
}

static enum tkg_status set_output(void *context, const char *value, struct tkg_error *err)
{
    (void)err;
    ((struct doctor *)context)->output = value;
    return TKG_OK;
}

static enum tkg_status set_strict(void *context, const char *value, struct tkg_error *err)
{
    (void)value;
    (void)err;
    ((struct doctor *)context)->is_strict = true;
    return TKG_OK;
}

static enum tkg_status set_quiet(void *context, const char *value, struct tkg_error *err)
{
    (void)value;
    (void)err;
    ((struct doctor *)context)->is_quiet = true;
    return TKG_OK;
}

static void examine(struct doctor *doctor)
{
    const char *root = getenv(root_variable);
    const char *search = getenv("PATH");
    tkg_machine_files_read(&doctor->state, root ? root : "", search ? search : "");
    tkg_machine_system_read(&doctor->state);
    tkg_fingerprint_read(&doctor->fingerprint);
    doctor->check_count = tkg_machine_checks(&doctor->state, doctor->checks);
}

static double steal_share(const struct tkg_machine_usage *begin,
                          const struct tkg_machine_usage *end)
{
    const int64_t ticks = end->total_ticks - begin->total_ticks;
    return begin->total_ticks < 0 || end->total_ticks < 0 || ticks <= 0
               ? NAN
               : (double)(end->steal_ticks - begin->steal_ticks) / (double)ticks;
}

/* Two rows more: the noise, and what the hypervisor took meanwhile. */
static enum tkg_status measure_noise(struct doctor *doctor, struct tkg_error *err)
{
    char program[PATH_BYTES];
    struct tkg_machine_usage begin;
    struct tkg_machine_usage end;
    enum tkg_status status = tkg_program_path(program, sizeof(program), err);
    tkg_interrupt_install();
    tkg_machine_usage_read(&begin);
    if (status == TKG_OK) {
        status =
            tkg_doctor_noise_measure(program, tkg_cpu_preferred(), (int64_t)(doctor->seconds * 1e9),
                                     doctor->is_quiet, &doctor->noise, err);
    }
    tkg_machine_usage_read(&end);
    if (status == TKG_OK) {
        tkg_machine_check_steal(steal_share(&begin, &end), &doctor->checks[doctor->check_count++]);
        tkg_doctor_check_noise(&doctor->noise, &doctor->checks[doctor->check_count++]);
    }
    return status;
}

static enum tkg_status tell(const struct doctor *doctor, int *exit_code, struct tkg_error *err)
{
    struct tkg_text text = {0};
    const struct tkg_doctor_input input = {
        .tool_version = TKG_VERSION,
        .fingerprint = &doctor->fingerprint,
        .checks = doctor->checks,
        .check_count = doctor->check_count,
        .noise = doctor->seconds > 0 ? &doctor->noise : NULL,
    };
    enum tkg_status status = doctor->is_json ? tkg_doctor_write_json(&input, &text, err)
                                             : tkg_doctor_write_human(&input, &text, err);
    if (status == TKG_OK) {
        status = tkg_file_write(doctor->output, tkg_text_borrow(&text), text.length, err);
    }
    if (doctor->is_strict && !tkg_doctor_is_fit(&input)) {
        *exit_code = tkg_status_exit_code(TKG_ENVIRONMENT);
    }
    tkg_text_deinit(&text);
    return status;
}

static enum tkg_status command_doctor(const struct tkg_option_uses *uses, int *exit_code,
                                      struct tkg_error *err)
{
    struct doctor doctor = {.seconds = SECONDS_DEFAULT, .output = "-"};
    enum tkg_status status = tkg_options_apply(uses, &doctor, err);
    if (status != TKG_OK) {
        return status;
    }
    examine(&doctor);
    if (doctor.seconds > 0) {
        status = measure_noise(&doctor, err);
    }
    return status == TKG_OK ? tell(&doctor, exit_code, err) : status;
}

static const struct tkg_option doctor_options[] = {
    {"seconds", 0, "N", TKG_COMPLETE_NOTHING,
     "measure the noise floor for so long, default 20; 0: not at all", set_seconds},
    {"strict", 0, NULL, TKG_COMPLETE_NOTHING,
     "exit with 6 when numbers of this machine mean nothing", set_strict},
    {"format", 0, "NAME", TKG_COMPLETE_NOTHING, "human or json", set_format},
    {"output", 'o', "FILE", TKG_COMPLETE_FILE, "where it goes, default - (standard output)",
     set_output},
    {"quiet", 'q', NULL, TKG_COMPLETE_NOTHING, "no progress", set_quiet},
    {"help", 'h', NULL, TKG_COMPLETE_NOTHING, "this text", NULL},
    {NULL, 0, NULL, TKG_COMPLETE_NOTHING, NULL, NULL},
};

const struct tkg_command tkg_command_doctor = {
    .name = "doctor",
    .summary = "what this machine allows, what that costs, and how small an effect can be seen",
    .arguments = "[OPTIONS]",
    .details = "Each line is ok, limited or missing, with what it costs and the next step.\n"
               "Example:\n  tickgate doctor --seconds 60\n",
    .options = doctor_options,
    .positional_max = 0,
    .run = command_doctor,
};
