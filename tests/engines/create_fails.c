/* SPDX-License-Identifier: Apache-2.0
 *
 * Fails in create() with a message.
 */
#define MISBEHAVE_CREATE                                                                           \
    snprintf(config->message, config->message_bytes, "no licence for this machine");               \
    misbehaving_destroy(engine);                                                                   \
    return TKG_ENGINE_FAILED
static void misbehaving_destroy(void *self);
#include "misbehaving.h"
