/* SPDX-License-Identifier: Apache-2.0
 *
 * The C side of `make bench-shim`: the two bodies of loop_range_for.cc in TKG_LOOP.
 */
#include <tickgate/benchmark.h>

static void empty(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        TKG_CLOBBER_MEMORY();
    }
}
TKG_BENCH(empty, empty)

static void multiply_add(struct tkg_state *state, void *user)
{
    (void)user;
    uint64_t value = 1;
    TKG_LOOP(state) {
        value = value * 6364136223846793005u + 1442695040888963407u;
        TKG_DO_NOT_OPTIMIZE(value);
    }
}
TKG_BENCH(multiply_add, multiply_add)

TKG_BENCHMARK_MAIN()
