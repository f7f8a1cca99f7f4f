/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void tkg_assert_failed(const char *condition, const char *file, int line)
{
    (void)fprintf(stderr, "tickgate: internal error at %s:%d: %s is false; please report this\n",
                  file, line, condition);
    abort();
}
