/* SPDX-License-Identifier: Apache-2.0 */
#include "throwing.h"

#include <stdexcept>

void throw_standard(const char *what)
{
    throw std::runtime_error(what);
}

void throw_number(void)
{
    throw 42;
}
