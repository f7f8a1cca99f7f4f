#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every test that docs/benchmark-shim.md names in the last column of its tables exists, and every flag
# is named somewhere that is read: the table cannot fall behind.
set -eu
cd "$(dirname "$0")/../.."
page=docs/benchmark-shim.md

missing=0
for test in $(awk -F '|' '/^\|/ && NF > 4 { print $(NF - 1) }' "$page" | grep -o '`[a-z][a-z0-9_]*`' | tr -d '`' | sort -u); do
    grep -q "^static void $test(void \*\*state)" tests/gbench/test_gbench_*.c ||
        { echo "$page names the test $test, which is not in tests/gbench"; missing=1; }
done
for flag in $(sed -n 's/.*FLAG("\(benchmark_[a-z_]*\)".*/\1/p' bench/gbench/gbench_flags.c); do
    grep -q -- "--$flag" include/tickgate/*.h "$page" docs/output-formats.md tests/gbench/*.c ||
        { echo "no page and no test knows --$flag"; missing=1; }
done
[ "$missing" = 0 ]
echo "ok: $(awk -F '|' '/^\|/ && NF > 4' "$page" | wc -l) lines of tables"
