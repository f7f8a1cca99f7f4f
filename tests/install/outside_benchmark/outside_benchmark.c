/* SPDX-License-Identifier: Apache-2.0 */
#include <tickgate/benchmark.h>

static void add(struct tkg_state *state, void *user)
{
    (void)user;
    uint64_t sum = 0;
    TKG_LOOP(state) {
        sum += 3;
        TKG_DO_NOT_OPTIMIZE(sum);
    }
}
TKG_BENCH(add, add)
TKG_BENCHMARK_MAIN()
