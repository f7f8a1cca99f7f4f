/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/metric.h"

#include <string.h>

#include "base/check.h"
#include "base/suggest.h"

static const struct tkg_metric_info METRIC_INFOS[TKG_METRIC_COUNT] = {
#define METRIC_ROW(id, name, dimension, better, label, meaning)                                    \
    {name, TKG_DIMENSION_##dimension, TKG_BETTER_##better, label, meaning},
    TKG_METRICS(METRIC_ROW)
#undef METRIC_ROW
};

const struct tkg_metric_info *tkg_metric_info(enum tkg_metric metric)
{
    TKG_ASSERT((unsigned)metric < TKG_METRIC_COUNT);
    return &METRIC_INFOS[metric];
}

bool tkg_metric_find(const char *name, enum tkg_metric *metric)
{
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        if (strcmp(METRIC_INFOS[i].name, name) == 0) {
            *metric = (enum tkg_metric)i;
            return true;
        }
    }
    return false;
}

bool tkg_metric_is_diagnosis(enum tkg_metric metric)
{
    return metric >= TKG_METRIC_EVERY_P50 && metric <= TKG_METRIC_EVERY_GAP;
}

const char *tkg_metric_suggest(const char *name)
{
    static const char *const names[TKG_METRIC_COUNT] = {
#define METRIC_NAME(id, name, dimension, better, label, meaning) name,
        TKG_METRICS(METRIC_NAME)
#undef METRIC_NAME
    };
    return tkg_suggest(name, names, TKG_METRIC_COUNT);
}
