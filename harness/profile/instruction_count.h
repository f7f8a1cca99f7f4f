/* SPDX-License-Identifier: Apache-2.0
 *
 * Counts the instructions of one replay, exactly, by running it under valgrind's callgrind: a fresh
 * process of the same program, collection on the on_ticks calls only, no randomised addresses, an
 * environment of its own. The same files and ticks give the same count to the digit. The program's
 * main must know profile_child.h.
 *
 * Debian's valgrind knows no AVX-512: an engine to be counted is not built with -march=native.
 */
#ifndef TKG_PROFILE_INSTRUCTION_COUNT_H
#define TKG_PROFILE_INSTRUCTION_COUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/function_table.h"
#include "sample/run_record.h"

/* A program whose main sees one of these as argv[1] must return tkg_count_child_main(argc, argv).
 */
#define TKG_COUNT_START_ARGUMENT "--tickgate-count"
#define TKG_COUNT_REPLAY_ARGUMENT "--tickgate-counted-replay"

enum { TKG_COUNT_TICK_MAX = 10000000 };

/* What the child is to do. Fixed-size plain data: parent and child are the same program. */
struct tkg_count_spec {
    uint32_t struct_bytes;
    char engine[TKG_RECORD_TEXT_BYTES]; /* a built-in or a file */
    char parameters[TKG_RECORD_TEXT_BYTES];
    char stream[TKG_RECORD_TEXT_BYTES];
    uint64_t stream_seed;
    uint64_t tick_count;       /* 1 .. TKG_COUNT_TICK_MAX; fewer when the stream is shorter */
    uint32_t batch_tick_count; /* per on_ticks call */
    uint32_t with_misses;      /* 1: simulate the first and the last level cache, twice as slow */
    int64_t timeout_ns;
};

/* Totals of the replay. */
struct tkg_instruction_count {
    uint64_t instructions;
    bool has_misses;
    uint64_t d1_misses; /* simulated data misses, reads and writes, of the first level */
    uint64_t ll_misses; /* and of the last one */
    uint64_t tick_count;
    uint64_t digest;
};

/* Is valgrind there? Else reason says what to install. cost: looks along PATH. */
bool tkg_instruction_count_is_available(char *reason, size_t reason_bytes);

/* One counted run.
 * table    initialised; every function's share is added. NULL: only the totals are wanted
 * returns  TKG_ENVIRONMENT: no valgrind. TKG_ENGINE_*: the engine failed; TKG_ENGINE_CRASH with a
 *          word about AVX-512 when valgrind does not know an instruction. TKG_USAGE, TKG_INPUT: no
 *          such engine or stream. TKG_OUTPUT: no room for the counts below TMPDIR. TKG_INTERRUPTED
 * cost     about 0.7 s to start, then some 30 times a plain replay */
enum tkg_status tkg_instruction_count_run(const char *program_path,
                                          const struct tkg_count_spec *spec,
                                          struct tkg_instruction_count *count,
                                          struct tkg_function_table *table,
                                          struct tkg_error *err) TKG_MUST_CHECK;

#endif
