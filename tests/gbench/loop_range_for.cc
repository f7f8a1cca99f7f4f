/* SPDX-License-Identifier: Apache-2.0
 *
 * The C++ side of `make bench-shim`: google-benchmark's own loop. The assembler statements are
 * those of <tickgate/benchmark_keep.h>, so that only the loops differ.
 */
#include <benchmark/benchmark.h>

#include <cstdint>

static void empty(benchmark::State &state)
{
    for (auto _ : state) {
        asm volatile("" : : : "memory");
    }
}
BENCHMARK(empty);

static void multiply_add(benchmark::State &state)
{
    uint64_t value = 1;
    for (auto _ : state) {
        value = value * 6364136223846793005u + 1442695040888963407u;
        asm volatile("" : "+r"(value) : : "memory");
    }
}
BENCHMARK(multiply_add);

BENCHMARK_MAIN();
