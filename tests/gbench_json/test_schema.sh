#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every document is valid under its published schema, and the schemas refuse what they should.
# shellcheck source=tests/gbench_json/claims_here.sh
. "$(dirname "$0")/claims_here.sh"
python=
for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || unavailable "no python3-jsonschema; tools/install_deps check brings it"
command -v jq >/dev/null || unavailable "no jq; tools/install_deps check brings it"
schemas=$SOURCE/docs/schema

for name in $documents; do
    try "$python" "$HERE/check_schema" "$schemas/gbench-single.schema.json" "$WORK/$name.json"
    exits 0 "$name.json is valid as profile single"
done
try "$python" "$HERE/check_schema" "$schemas/gbench-full.schema.json" "$WORK/full.json"
exits 0 "full.json is valid as profile full"

# wrong PROFILE JQ-FILTER "sentence": after that change the document is refused.
wrong() {
    jq "$2" "$WORK/$1.json" >"$WORK/changed.json"
    try "$python" "$HERE/check_schema" "$schemas/gbench-$1.schema.json" "$WORK/changed.json"
    exits 1 "$3"
}
wrong single '.benchmarks[0].run_type = "aggregate"' "single refuses aggregates"
wrong single '.benchmarks[0].real_time = null' "single refuses a time that is none"
wrong single '.benchmarks[0].error_occurred = 1' "single refuses errors"
wrong single 'del(.context.caches)' "single needs the caches"
wrong single '.benchmarks += [.benchmarks[0]]' "single refuses a name twice"
wrong full '.benchmarks[0] |= del(.repetition_index)' "full needs an index of each repetition"
wrong full '(.benchmarks[] | select(.big_o)).real_time = 1' "full refuses a curve with a time"
wrong full '(.benchmarks[] | select(.error_occurred)).real_time = 1' "full refuses a failure with a time"
wrong full 'del(.context.date)' "full needs the date"
end_of_claims
