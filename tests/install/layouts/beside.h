/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TKG_TEST_BESIDE_H
#define TKG_TEST_BESIDE_H

int beside_first(int value);
int beside_second(int value);
int beside_third(int value);

#endif
