/* SPDX-License-Identifier: Apache-2.0
 *
 * What a machine allows a measurement, and its noise floor: for people and as JSON. The schema is
 * docs/schema/doctor.schema.json.
 */
#ifndef TKG_REPORT_DOCTOR_REPORT_H
#define TKG_REPORT_DOCTOR_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"
#include "host/fingerprint.h"
#include "host/machine_check.h"
#include "stats/noise_floor.h"

#define TKG_DOCTOR_SCHEMA "tickgate.doctor/1"

/* How the noise floor was had. */
struct tkg_doctor_noise {
    struct tkg_noise_floor floor; /* NaN when there were too few pairs */
    uint32_t trial_count;
    uint32_t flagged_count; /* trials; a pair with one is left out */
    int64_t elapsed_ns;
};

struct tkg_doctor_input {
    const char *tool_version;
    const struct tkg_fingerprint *fingerprint;
    const struct tkg_machine_check *checks;
    size_t check_count;
    const struct tkg_doctor_noise *noise; /* NULL: not asked for */
};

/* Judges the floor as one more row of the checks. */
void tkg_doctor_check_noise(const struct tkg_doctor_noise *noise, struct tkg_machine_check *check);

/* True unless a check says that numbers of this machine mean nothing. */
bool tkg_doctor_is_fit(const struct tkg_doctor_input *input);

/* A line per check, below it what it costs and the next step; then the noise floor. */
enum tkg_status tkg_doctor_write_human(const struct tkg_doctor_input *input, struct tkg_text *out,
                                       struct tkg_error *err);
enum tkg_status tkg_doctor_write_json(const struct tkg_doctor_input *input, struct tkg_text *out,
                                      struct tkg_error *err);

#endif
