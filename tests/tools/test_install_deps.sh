#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tools/install_deps against a machine of paper: dpkg-query, apt-get, sudo and id are scripts.
# shellcheck source=tests/tools/claims.sh
. "$(dirname "$0")/claims.sh"

mkdir "$WORK/bin" "$WORK/lists"
export PATH="$WORK/bin:$PATH" TKG_APT_LISTS="$WORK/lists" WORK
unset TKG_SKIP_DEPS

fake() { # name, body on stdin
    { echo '#!/bin/sh'; cat; } >"$WORK/bin/$1"
    chmod +x "$WORK/bin/$1"
}
# Installed is what stands in the file "installed"; apt-get install adds to it unless told to fail.
fake dpkg-query <<'S'
sed 's/$/ installed/' "$WORK/installed"
S
fake apt-get <<'S'
echo "apt-get $*" >>"$WORK/calls"
case "$*" in
*update*) touch "$WORK/lists/x_Packages" ;;
*install*) [ ! -f "$WORK/stale" ] || { rm "$WORK/stale"; exit 100; }
    for word in "$@"; do echo "$word"; done >>"$WORK/installed" ;;
esac
S
fake apt-cache </dev/null
fake id <<'S'
cat "$WORK/uid"
S
fake sudo <<'S'
[ -f "$WORK/sudo_allowed" ] || exit 1
shift
exec "$@"
S

machine() { # uid, installed packages...
    rm -f "$WORK/calls" "$WORK/stale" "$WORK/sudo_allowed" "$WORK"/lists/*
    touch "$WORK/calls" "$WORK/lists/y_Packages.lz4"
    echo "$1" >"$WORK/uid"
    shift
    printf '%s\n' "$@" >"$WORK/installed"
}
calls() { cp "$WORK/calls" "$WORK/output"; }
install=$SOURCE/tools/install_deps

machine 0 gnuplot-nox fonts-liberation
try "$install" bench
exits 0 "with everything there it succeeds"
calls
silent_about apt-get "without calling apt-get"

machine 0 gnuplot-nox
try "$install" bench
exits 0 "root installs what is missing"
calls
says "install -y --no-install-recommends fonts-liberation" "only what is missing, without extras"
silent_about update "lists that are there are not fetched again"
try "$install" bench
calls
[ "$(grep -c install "$WORK/calls")" = 1 ]
verdict $? "a second call finds nothing to do"

machine 0 gnuplot-nox
rm "$WORK"/lists/*
try "$install" bench
calls
says "update" "missing lists are fetched first"

machine 0 gnuplot-nox
touch "$WORK/stale"
try "$install" bench
exits 0 "an installation that fails is tried again"
calls
says "update" "after fetching the lists"

machine 1000 gnuplot-nox
try "$install" bench test
exits 1 "without root and sudo it gives up"
says "sudo apt-get install -y --no-install-recommends fonts-liberation libcmocka-dev" \
    "with one command to paste"
calls
silent_about apt-get "and touches nothing"

machine 1000 gnuplot-nox
touch "$WORK/sudo_allowed"
try "$install" bench
exits 0 "sudo without a password is used"
calls
says "install" "to install"

machine 0
try "$install" bnech
exits 2 "an unknown group is refused"
says "known: build bench gate test check all" "with the known ones"

machine 0
TKG_SKIP_DEPS=1 try "$install" all
exits 0 "TKG_SKIP_DEPS leaves everything alone"
calls
silent_about apt-get "without a call"

end_of_claims
