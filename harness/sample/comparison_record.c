/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/comparison_record.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/text.h"

const char *tkg_comparison_metric_word(uint32_t metric)
{
    static const char *const words[] = {
#define WORD(id, word) word,
        TKG_COMPARISON_METRICS(WORD)
#undef WORD
    };
    TKG_ASSERT(metric < TKG_COMPARISON_METRIC_COUNT);
    return words[metric];
}

const char *tkg_side_kind_word(uint32_t side_kind)
{
    static const char *const words[] = {
#define WORD(id, word) word,
        TKG_SIDE_KINDS(WORD)
#undef WORD
    };
    TKG_ASSERT(side_kind < TKG_SIDE_KIND_COUNT);
    return words[side_kind];
}

void tkg_comparison_record_init(struct tkg_comparison_record *record)
{
    memset(record, 0, sizeof(*record));
}

void tkg_comparison_record_deinit(struct tkg_comparison_record *record)
{
    free(record->base.paths);
    free(record->head.paths);
    free(record->launches);
    tkg_comparison_record_init(record);
}

enum tkg_status tkg_side_add(struct tkg_side *side, const char *path, struct tkg_error *err)
{
    if (side->path_count == TKG_LAYOUT_MAX) {
        return tkg_fail(err, TKG_USAGE, "%s: more than %d files; give at most so many layouts",
                        side->name, TKG_LAYOUT_MAX);
    }
    if (strlen(path) >= sizeof(side->paths[0])) {
        return tkg_fail(err, TKG_USAGE, "%.80s...: the path is longer than %zu bytes", path,
                        sizeof(side->paths[0]) - 1);
    }
    if (!side->paths) {
        side->paths = calloc(TKG_LAYOUT_MAX, sizeof(side->paths[0]));
    }
    if (!side->paths) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the files of %s", side->name);
    }
    (void)tkg_string_copy(side->paths[side->path_count++], sizeof(side->paths[0]), path);
    return TKG_OK;
}

enum tkg_status tkg_comparison_add(struct tkg_comparison_record *record,
                                   const struct tkg_launch_record *launch, struct tkg_error *err)
{
    if (record->launch_count == TKG_LAUNCH_RECORD_MAX) {
        return tkg_fail(err, TKG_USAGE, "more than %d launches in one comparison",
                        TKG_LAUNCH_RECORD_MAX);
    }
    if (!record->launches) {
        record->launches = calloc(TKG_LAUNCH_RECORD_MAX, sizeof(*record->launches));
    }
    if (!record->launches) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the launches");
    }
    record->launches[record->launch_count++] = *launch;
    return TKG_OK;
}
