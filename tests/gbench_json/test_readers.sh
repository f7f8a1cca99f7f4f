#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Profile single is accepted unchanged by readers that ask for what the public ones ask for
# (read_as), and the files that these stumble over are refused here, too.
# shellcheck source=tests/gbench_json/claims_here.sh
. "$(dirname "$0")/claims_here.sh"
command -v python3 >/dev/null || unavailable "no python3"

for name in $documents; do
    for reader in github-action-benchmark bencher conbench compare; do
        try python3 "$HERE/read_as" $reader "$WORK/$name.json"
        exits 0 "$reader reads $name.json"
    done
done
for reader in conbench compare; do
    try python3 "$HERE/read_as" $reader "$WORK/full.json"
    exits 0 "$reader reads full.json"
done

python3 "$HERE/read_as" github-action-benchmark "$WORK/single.json" >"$WORK/output"
says "match/64	20.0 ns/iter" "the median is what github-action-benchmark tracks"
says "match/64/p99	54.0 ns/iter" "and the p99 beside it"
python3 "$HERE/read_as" conbench "$WORK/single.json" >"$WORK/output"
says "match	2000000.0 i/s" "conbench takes the rate"

# What the readers cannot take: so they would say on files of the library itself.
try python3 "$HERE/read_as" bencher "$STORED/big_o.json"
exits 1 "bencher refuses a file with a big-O row"
try python3 "$HERE/read_as" bencher "$STORED/version_1_4.json"
exits 1 "bencher refuses a context without caches"
try python3 "$HERE/read_as" bencher "$STORED/bare_nan.json"
exits 1 "bencher refuses bare NaN"
try python3 "$HERE/read_as" github-action-benchmark "$STORED/big_o.json"
exits 1 "github-action-benchmark gets undefined results from a big-O row"
try python3 "$HERE/read_as" github-action-benchmark "$STORED/repetitions.json"
exits 1 "and several results of one name from repetitions"
try python3 "$HERE/read_as" github-action-benchmark "$STORED/errors.json"
exits 1 "and a time of 0 from an error"
try python3 "$HERE/read_as" conbench "$STORED/version_1_4.json"
exits 1 "conbench needs run_type"
end_of_claims
