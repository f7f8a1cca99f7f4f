# SPDX-License-Identifier: Apache-2.0
#
# For the proofs by planted truths: `. planted.sh path/to/tickgate`. Runs in a folder of its own.
#
#   engines   where the planted engines lie
#   measure   tickgate run with its JSON in result.json; its exit code is kept in $status
#   figure    case metric [member]: a figure of result.json, "null" when there is none
#   need_quiet, need_figures, skip   leave visibly where the machine cannot prove anything
#   between   figure low high: is it a number within them?
tickgate=$(cd "$(dirname "$1")" && pwd -P)/$(basename "$1")
engines=$(dirname "$tickgate")/engines
folder=$(mktemp -d "${TMPDIR:-/tmp}/tickgate-proof-XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"

skip() {
    echo "unavailable here: $1"
    exit 77
}

fail() {
    echo "FAILED: $1"
    exit 1
}

measure() {
    status=0
    "$tickgate" run --quiet --format json -o result.json "$@" || status=$?
    [ -s result.json ] || fail "no result: tickgate run $* exited with $status"
}

figure() {
    jq -r --arg case "$1" --arg metric "$2" --arg member "${3:-value}" \
        '.cases[] | select(.name == $case).summary.estimates[$metric][$member]' result.json
}

between() {
    [ -n "$1" ] && [ "$1" != null ] && awk -v x="$1" -v low="$2" -v high="$3" 'BEGIN { exit !(x >= low && x <= high) }'
}

# A machine that spoils trials cannot prove anything about an engine: no figure, no proof.
need_figures() {
    for pair in "$@"; do
        case_name=${pair%%:*}
        metric=${pair##*:}
        if [ "$(figure "$case_name" "$metric")" = null ]; then
            skip "this machine flagged too many trials: no $metric of $case_name"
        fi
    done
}

# Before anything long: does a core that is known to be good get its CPU here?
need_quiet() {
    measure --sizes 100k --rounds 5 --passes A --min-time 20ms
    if [ "$(jq '.cases[0].summary.invalid_trial_count' result.json)" -gt 1 ]; then
        skip "this machine is busy: it flagged trials of the reference core"
    fi
}

command -v jq >/dev/null || skip "jq is not installed"
