/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/profile_options.h"

#include "base/number.h"
#include "cli/option_value.h"

enum { TICKS_DEFAULT = 100000, TICKS_MIN = 1000, BATCH_TICKS = 1000 };

void tkg_profile_options_init(struct tkg_profile_options *options)
{
    *options = (struct tkg_profile_options){
        .replay =
            {
                .struct_bytes = sizeof options->replay,
                .stream = "synthetic:futures",
                .stream_seed = 42,
                .tick_count = TICKS_DEFAULT,
                .batch_tick_count = BATCH_TICKS,
                .timeout_ns = INT64_C(300000000000),
            },
        .output = "-",
    };
}

enum tkg_status tkg_profile_set_params(void *options, const char *value, struct tkg_error *err)
{
    struct tkg_count_spec *replay = &((struct tkg_profile_options *)options)->replay;
    return tkg_option_take_text(value, replay->parameters, sizeof replay->parameters, err);
}

enum tkg_status tkg_profile_set_stream(void *options, const char *value, struct tkg_error *err)
{
    struct tkg_count_spec *replay = &((struct tkg_profile_options *)options)->replay;
    return tkg_option_take_text(value, replay->stream, sizeof replay->stream, err);
}

enum tkg_status tkg_profile_set_ticks(void *options, const char *value, struct tkg_error *err)
{
    uint64_t count = 0;
    if (!tkg_count_parse(value, &count) || count < TICKS_MIN || count > TKG_COUNT_TICK_MAX) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is not from 1000 to 10 M", value);
    }
    ((struct tkg_profile_options *)options)->replay.tick_count = count;
    return TKG_OK;
}

enum tkg_status tkg_profile_set_timeout(void *options, const char *value, struct tkg_error *err)
{
    struct tkg_count_spec *replay = &((struct tkg_profile_options *)options)->replay;
    return tkg_option_take_timeout(value, &replay->timeout_ns, err);
}

enum tkg_status tkg_profile_set_format(void *options, const char *value, struct tkg_error *err)
{
    return tkg_option_take_format(value, &((struct tkg_profile_options *)options)->is_json, err);
}

enum tkg_status tkg_profile_set_output(void *options, const char *value, struct tkg_error *err)
{
    (void)err;
    ((struct tkg_profile_options *)options)->output = value;
    return TKG_OK;
}
