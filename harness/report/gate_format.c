/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of a gate's formats: the only place that knows them all.
 */
#include <string.h>

#include "report/gate_github.h"
#include "report/gate_report.h"

static enum tkg_status write_annotations(const struct tkg_gate_report_input *input,
                                         struct tkg_text *out, struct tkg_error *err)
{
    return tkg_gate_write_github_annotations(input->result, out, err);
}

#define FORMATS(X)                                                                                 \
    X("human", tkg_gate_write_human)                                                               \
    X("json", tkg_gate_write_json)                                                                 \
    X("markdown", tkg_gate_write_markdown)                                                         \
    X("junit", tkg_gate_write_junit)                                                               \
    X("github-summary", tkg_gate_write_github_summary)                                             \
    X("github-annotations", write_annotations)                                                     \
    X("github-outputs", tkg_gate_write_github_outputs)

static const struct tkg_gate_format formats[] = {
#define FORMAT_ROW(name, write) {name, write},
    FORMATS(FORMAT_ROW)
#undef FORMAT_ROW
};

const struct tkg_gate_format *tkg_gate_format_find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(formats[i].name, name) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

const char *tkg_gate_format_names(void)
{
#define FORMAT_NAME(name, write) name " "
    static const char names[] = FORMATS(FORMAT_NAME);
#undef FORMAT_NAME
    return names;
}
