/* SPDX-License-Identifier: Apache-2.0
 *
 * An explanation with a function that is new in the head.
 */
#ifndef TKG_TEST_EXPLAINED_H
#define TKG_TEST_EXPLAINED_H

#include <stdio.h>

#include "report/explanation_report.h"
#include "sample_functions.h"

static inline void make_explained(struct tkg_explanation_record *record)
{
    *record = (struct tkg_explanation_record){.base_digest = 5, .head_digest = 5};
    (void)snprintf(record->base_name, sizeof record->base_name, "base.so");
    (void)snprintf(record->head_name, sizeof record->head_name, "head.so");
    (void)snprintf(record->stream, sizeof record->stream, "synthetic:futures");
    make_base_functions(&record->base);
    make_base_functions(&record->head);
    add_function(&record->head, "audit", 2000, 20000);
}

static inline void deinit_explained(struct tkg_explanation_record *record)
{
    tkg_function_table_deinit(&record->base);
    tkg_function_table_deinit(&record->head);
}

#endif
