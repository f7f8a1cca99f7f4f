# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034
#
# Sourced by the tests of scripts: a scratch folder, and claims about the last command. The test
# ends with end_of_claims.
set -u
export LC_ALL=C
SOURCE=$(cd "$(dirname "$0")/../.." && pwd -P)
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
failed_claims=0

# try command...: keeps its output and exit status for the claims that follow.
try() {
    status=0
    "$@" >"$WORK/output" 2>&1 || status=$?
}

verdict() {
    if [ "$1" = 0 ]; then
        echo "ok: $2"
    else
        echo "FAILED: $2; exit status $status, output:"
        head -n 12 "$WORK/output" | sed 's/^/    /'
        failed_claims=$((failed_claims + 1))
    fi
}

# exits STATUS "sentence": the last command ended so.
exits() {
    [ "$status" = "$1" ]
    verdict $? "$2"
}

# says TEXT "sentence": TEXT stands in what it printed.
says() {
    grep -qF -- "$1" "$WORK/output"
    verdict $? "$2"
}

# silent_about TEXT "sentence": TEXT does not stand there.
silent_about() {
    ! grep -qF -- "$1" "$WORK/output"
    verdict $? "$2"
}

end_of_claims() {
    [ "$failed_claims" = 0 ]
    exit
}
