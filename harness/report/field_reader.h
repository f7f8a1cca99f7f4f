/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads the plain fields of a result file strictly: the right type, in range, finite.
 */
#ifndef TKG_REPORT_FIELD_READER_H
#define TKG_REPORT_FIELD_READER_H

#include "report/json_reader.h"
#include "report/result_fields.h"

/* A finite number in [low, high], or NaN for null. */
enum tkg_status tkg_json_real_in(struct tkg_json_reader *reader, const json_t *value, double low,
                                 double high, double *out) TKG_MUST_CHECK;

/* Reads one member per row of fields into the struct at base; other members are not looked at. */
enum tkg_status tkg_json_read_fields(struct tkg_json_reader *reader, const json_t *object,
                                     const struct tkg_result_field *fields,
                                     void *base) TKG_MUST_CHECK;

#endif
