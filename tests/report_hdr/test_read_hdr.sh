#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# test_read_hdr.sh SAMPLE NPM_FOLDER [TICKGATE]: what hdr-histogram-js reads in the hgrm and hlog
# formats is what tickgate put there.
# shellcheck source=tests/tools/claims.sh
. "$(dirname "$0")/../tools/claims.sh"
SAMPLE=$1
NPM_FOLDER=$2
TICKGATE=${3-}
HERE=$SOURCE/tests/report_hdr

unavailable() {
    echo "unavailable here: $1"
    exit 77
}

command -v node >/dev/null || unavailable "no node"
command -v npm >/dev/null || unavailable "no npm"

# Fetched once: the lock file names the version and its checksums.
if ! cmp -s "$HERE/package-lock.json" "$NPM_FOLDER/fetched-lock.json"; then
    mkdir -p "$NPM_FOLDER"
    cp "$HERE/package.json" "$HERE/package-lock.json" "$NPM_FOLDER"
    (cd "$NPM_FOLDER" && timeout 120 npm ci --ignore-scripts --no-audit --no-fund) \
        >"$WORK/npm" 2>&1 || unavailable "npm cannot fetch hdr-histogram-js"
    cp "$HERE/package-lock.json" "$NPM_FOLDER/fetched-lock.json"
fi
NODE_PATH=$NPM_FOLDER/node_modules
export NODE_PATH

mkdir "$WORK/sample"
try "$SAMPLE" "$WORK/sample"
exits 0 "the sample is written"
try node "$HERE/read_hdr.js" "$WORK/sample" "$WORK/sample/expected.json"
exits 0 "count, maximum, p50, p90, p99, p99.9 and every row are tickgate's own"
says "9 histograms: replay/10K/block_ps replay/10K/tick_ps" "all of them are found"
says "paced/odd__name_x/response_ns" "a name with a comma and a blank is one tag"

# The claims can fail: one count changed, one value changed.
sed 's/"count": 300000/"count": 300001/' "$WORK/sample/expected.json" >"$WORK/wrong.json"
try node "$HERE/read_hdr.js" "$WORK/sample" "$WORK/wrong.json"
exits 1 "a wrong count is noticed"
says "count 300000, wanted 300001" "and named"

if [ -n "$TICKGATE" ]; then
    run="$TICKGATE run --sizes 10k --rounds 3 --passes BCP --pace-time 10ms --min-time 1ms"
    # shellcheck disable=SC2086
    try $run --cpu none --no-plots -q --output-folder "$WORK/out"
    exits 0 "a run writes both files"
    try node "$HERE/read_hdr.js" "$WORK/out"
    # A busy machine may flag all trials of a case: then it is missing, and must say so.
    if grep -q "Tag=" "$WORK/out/histograms.hlog"; then
        exits 0 "and they agree"
    else
        says "0 lines" "every trial of this busy machine was flagged: nothing to compare"
    fi
    try "$TICKGATE" report --format hlog "$WORK/out/results.json"
    says "replay/10K/block_ps: missing:" "what a result file does not hold is said to be missing"
    silent_about "Tag=" "and not invented"
fi
end_of_claims
