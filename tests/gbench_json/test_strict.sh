#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Both profiles are JSON to parsers that accept nothing else.
# shellcheck source=tests/gbench_json/claims_here.sh
. "$(dirname "$0")/claims_here.sh"
command -v jq >/dev/null || unavailable "no jq; tools/install_deps check brings it"
command -v python3 >/dev/null || unavailable "no python3"

for name in $documents full; do
    try jq -e '.benchmarks | length > 0' "$WORK/$name.json"
    exits 0 "jq reads $name.json"
    try python3 "$HERE/read_as" strict "$WORK/$name.json"
    exits 0 "a parser that refuses NaN and duplicate keys reads $name.json"
    try jq -e '.. | numbers | select(isinfinite or isnan)' "$WORK/$name.json"
    exits 4 "no number of $name.json is infinite"
done
try python3 "$HERE/read_as" strict "$STORED/bare_nan.json"
exits 1 "the same parser refuses bare NaN"
try python3 "$HERE/read_as" strict "$STORED/duplicate_key.json"
exits 1 "and duplicate keys"
end_of_claims
