#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tickgate-layouts in folders with odd names; what layouts are is in tests/install/check_layouts.
# shellcheck source=tests/tools/claims.sh
. "$(dirname "$0")/claims.sh"
cd "$WORK" || exit 1
export CFLAGS="-O1 -I$SOURCE/include"
mkdir 'my sources'
cp "$SOURCE/examples/skeleton_engine.c" engine.c
cp engine.c 'my sources/an engine.c'

try "$SOURCE/tools/build_layouts" -n 2 plain/b engine.c
exits 0 "two layouts of one source"
for folder in 'lay outs/b' 'a*\b/b'; do
    try "$SOURCE/tools/build_layouts" -n 2 "$folder" engine.c
    exits 0 "the same in the folder $folder"
    cmp -s plain/b/b-0.so "$folder/b-0.so" && cmp -s plain/b/b-1.so "$folder/b-1.so"
    verdict $? "with the same bytes"
done
try "$SOURCE/tools/build_layouts" -n 2 'lay outs/c d' 'my sources/an engine.c'
exits 0 "blanks in the names of engine and source"
[ -f 'lay outs/c d/c d-1.so' ] && [ ! -e 'lay outs/c d/.work' ]
verdict $? "give a file of that name, and no rest"
end_of_claims
