#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Plants every kind of breach into a small tree of its own and sees tools/check_layers name it.
# shellcheck source=tests/tools/claims.sh
. "$(dirname "$0")/claims.sh"

# A tree that holds to its rules: three rooms, the reference engine, a test.
clean_tree() {
    rm -rf "$WORK/tree"
    mkdir -p "$WORK/tree" && cd "$WORK/tree" || exit 1
    mkdir -p tools docs harness/base harness/host harness/tick bench/reference tests/unit/host
    cp "$SOURCE/tools/check_layers" tools/
    printf '# comment\n0 base: | ground | -\n1 host: base | machine | Linux\n' >docs/layers.txt
    printf '1 tick: base | ticks | xxhash\n' >>docs/layers.txt
    printf 'tkg_room(base)\ntkg_room(host\n  DEPENDS base)\n' >CMakeLists.txt
    printf 'tkg_room(tick DEPENDS base OUTSIDE PkgConfig::XXHASH)\n' >>CMakeLists.txt
    printf '#include <stdio.h>\n#include <tickgate/engine.h>\n' >harness/base/text.c
    printf '#include "host/clock.h"\n#include "base/text.h"\n' >harness/host/clock.c
    printf '#include <xxhash.h>\n#include "base/text.h"\n' >harness/tick/stream.c
    printf '#include <tickgate/engine.h>\n#include "core.h"\n' >bench/reference/core.c
    printf '#include "host/clock.h"\n#include "base/text.h"\n#include "helper.h"\n' \
        >tests/unit/host/test_clock.c
}

clean_tree
try tools/check_layers
exits 0 "a tree that holds to its rules passes"

clean_tree
echo '#include "host/clock.h"' >>harness/base/text.c
try tools/check_layers
exits 1 "an upward include fails"
says "harness/base/text.c:3: room base may not include host/clock.h" "it is named with file and line"

clean_tree
echo '# include  <tick/stream.h>' >>harness/host/clock.c
try tools/check_layers
says "harness/host/clock.c:3: room host may not include tick/stream.h" \
    "brackets and blanks do not hide an include from a room beside"

clean_tree
printf '0 base: host | ground | -\n1 host: base | machine | Linux\n' >docs/layers.txt
printf '1 tick: base | ticks | xxhash\n' >>docs/layers.txt
try tools/check_layers
exits 1 "a table with a cycle fails"
says "docs/layers.txt:1: room base may list only rooms above its line, not host" "and says where"

clean_tree
sed 's/^1 host: base/1 host: base host/' docs/layers.txt >layers && mv layers docs/layers.txt
try tools/check_layers
says "room host may list only rooms above its line, not host" "a room may not list itself"

clean_tree
sed 's/  DEPENDS base/  DEPENDS base tick/' CMakeLists.txt >lists && mv lists CMakeLists.txt
try tools/check_layers
says "DEPENDS of host are {base tick}, docs/layers.txt says {base}" \
    "DEPENDS over two lines that differ from the table are found"

clean_tree
echo '3 plot: base | draws | gnuplot' >>docs/layers.txt
try tools/check_layers
says "CMakeLists.txt has no tkg_room(plot)" "a row without a room in the build is found"

clean_tree
echo 'tkg_room(plot DEPENDS base)' >>CMakeLists.txt
try tools/check_layers
says "CMakeLists.txt:5: room plot is not in docs/layers.txt" "and a room without a row"

clean_tree
echo '#include "base/text.h"' >>bench/reference/core.c
try tools/check_layers
says "bench/reference sees include/tickgate only, not base/text.h" "the reference engine has no key"

clean_tree
echo '#include "tick/stream.h"' >>tests/unit/host/test_clock.c
try tools/check_layers
says "tests/unit/host/test_clock.c:4: room host may not include" "a test keeps to its room"

clean_tree
echo '#include <xxhash.h>' >>harness/host/clock.c
try tools/check_layers
says "only room tick may include <xxhash.h>" "an outside dependency has one owner"

clean_tree
echo '#include "../tick/stream.h"' >>harness/host/clock.c
try tools/check_layers
says "not a path with .." "a detour through .. is refused"

clean_tree
echo '#include "clock.h"' >>harness/host/clock.c
try tools/check_layers
says 'include "room/file.h", not "clock.h"' "an include names its room"

clean_tree
echo 'junk' >>docs/layers.txt
try tools/check_layers
says "docs/layers.txt:5: not a row" "an unreadable row is refused"

end_of_claims
