# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034
#
# Sourced by the tests of this folder. Arguments: gbench_json_sample and, when it was built, tickgate.
# Writes single.json, full.json and own.json (tickgate's own results) into $WORK.
# shellcheck source=tests/tools/claims.sh
. "$(dirname "$0")/../tools/claims.sh"
HERE=$(cd "$(dirname "$0")" && pwd -P)
STORED=$SOURCE/tests/golden/gbench

unavailable() {
    echo "unavailable here: $1"
    exit 77
}

"$1" single >"$WORK/single.json" && "$1" full >"$WORK/full.json" || exit 1
documents="single"
if [ -n "${2:-}" ]; then
    "$2" report --format gbench -o "$WORK/own.json" \
        "$SOURCE/tests/fuzz/corpus/fuzz_result_json/two_sizes_seven_rounds.json" || exit 1
    documents="single own"
fi
