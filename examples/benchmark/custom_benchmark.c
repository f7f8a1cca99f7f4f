/* SPDX-License-Identifier: Apache-2.0
 *
 * A benchmark of one's own: build it with tickgate::benchmark (CMake) or the sources that
 * `pkg-config --variable=sourcedir tickgate-benchmark` names, then run it with --help.
 */
#include <tickgate/benchmark.h>

static void sum(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        uint64_t total = 0;
        for (uint64_t i = 0; i < 100000; i++) {
            total += i;
            TKG_DO_NOT_OPTIMIZE(total);
        }
    }
    tkg_state_set_items_processed(state, 100000 * tkg_state_iterations(state));
}
TKG_BENCH(custom_test, sum)

/* Options and user data at file scope. */
static uint64_t factor = 6364136223846793005u;

static void multiply(struct tkg_state *state, void *user)
{
    uint64_t value = 1;
    TKG_LOOP(state) {
        value = value * *(const uint64_t *)user + 1;
        TKG_DO_NOT_OPTIMIZE(value);
    }
}
TKG_BENCH_WITH(custom_multiply, multiply, &factor, .repetitions = 3)

TKG_BENCHMARK_MAIN()
