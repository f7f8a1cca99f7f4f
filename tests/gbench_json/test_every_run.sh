#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every document that the tests of the shim make is valid under the schema of its profile.
# Arguments: test programs that use tests/gbench/shim_child.h.
# shellcheck source=tests/tools/claims.sh
. "$(dirname "$0")/../tools/claims.sh"
HERE=$(cd "$(dirname "$0")" && pwd -P)
python=
for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "unavailable here: no python3-jsonschema; tools/install_deps check brings it"
    exit 77
fi

for program in "$@"; do
    folder=$WORK/$(basename "$program")
    mkdir "$folder"
    TKG_TEST_KEEP_JSON=$folder try "$program"
    exits 0 "$(basename "$program") passes"
    # A program that writes none proves nothing here.
    try test -e "$folder/0001.json"
    exits 0 "$(basename "$program") leaves its documents"
    for profile in full single; do
        documents=$(grep -l "\"json_profile\": \"$profile\"" "$folder"/*.json) || continue
        # One call for all of them: starting an interpreter takes longer than checking.
        # shellcheck disable=SC2086 # no folder name of ours has a blank
        try "$python" "$HERE/check_schema" "$SOURCE/docs/schema/gbench-$profile.schema.json" \
            $documents
        exits 0 "$(basename "$program"): its $(echo "$documents" | wc -l) documents of profile $profile are valid"
    done
done
end_of_claims
