#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tools/draw_layers on a small table: which lines are drawn, and where rooms stand.
# shellcheck source=tests/tools/claims.sh
. "$(dirname "$0")/claims.sh"
cd "$WORK" || exit 1

cat >layers.txt <<'T'
# a diamond: top uses all, but its line to ground is implied by those of left and right
0 ground:                  | soil & <stones> | -
1 left: ground             | a wall | libleft
1 right: ground            | a wall | -
2 top: ground left right   | a roof | -
T
try "$SOURCE/tools/draw_layers" layers.txt
exits 0 "a table becomes a picture"
says "soil &amp; &lt;stones>" "text is escaped"
says ">libleft</text>" "an outside dependency is named"
[ "$(grep -c '<path ' "$WORK/output")" = 4 ]
verdict $? "four lines: the fifth is implied"
[ "$(grep -c 'rx="8"' "$WORK/output")" = 4 ]
verdict $? "one box a room"
y_of() { sed -n "s/.* y=\"\([0-9]*\)\".*>$1<.*/\1/p" "$WORK/output"; }
[ "$(y_of top)" -lt "$(y_of left)" ] && [ "$(y_of left)" = "$(y_of right)" ] &&
    [ "$(y_of right)" -lt "$(y_of ground)" ]
verdict $? "a room stands above what it uses"
cp "$WORK/output" first
try "$SOURCE/tools/draw_layers" layers.txt
cmp -s first "$WORK/output"
verdict $? "the same table gives the same bytes"

end_of_claims
