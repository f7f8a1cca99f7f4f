#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/cli/run_case with a tool of paper: it must see every difference, and mask what varies.
# shellcheck source=tests/tools/claims.sh
# shellcheck disable=SC2016 # $TICKGATE belongs to the case
. "$(dirname "$0")/claims.sh"
run=$SOURCE/tests/cli/run_case

cat >"$WORK/tool" <<'S'
#!/bin/sh
case $1 in
say) shift; printf '%s\n' "$*" ;;
fail) echo "tool: no" >&2; exit 4 ;;
where) pwd; ls -A; echo "secret ${TKG_PLANTED_SETTING:-unset}" ;;
esac
S
chmod +x "$WORK/tool"
export TKG_PLANTED_SETTING=leaked
new_case() { # name, line of shell
    printf '%s\n' "$2" >"$WORK/$1.sh"
    rm -f "$WORK/$1.out" "$WORK/$1.err" "$WORK/$1.exit"
}

new_case quiet '"$TICKGATE" nothing'
try "$run" "$WORK/tool" "$WORK/quiet.sh"
exits 0 "no expected files mean: no output, exit status 0"

new_case loud '"$TICKGATE" say hello'
try "$run" "$WORK/tool" "$WORK/loud.sh"
exits 1 "unexpected output fails"
says "+hello" "and is shown as a difference"

new_case failing '"$TICKGATE" fail'
try "$run" "$WORK/tool" "$WORK/failing.sh"
says "+4" "an unexpected exit status is shown"
says "+tool: no" "and unexpected words on standard error"

try "$run" --rewrite "$WORK/tool" "$WORK/failing.sh" "$WORK/loud.sh" "$WORK/quiet.sh"
exits 0 "--rewrite writes what came"
[ "$(cat "$WORK/failing.exit")" = 4 ] && [ ! -e "$WORK/failing.out" ] && [ ! -e "$WORK/quiet.exit" ]
verdict $? "and keeps no file that says nothing"
try "$run" "$WORK/tool" "$WORK/failing.sh" "$WORK/loud.sh" "$WORK/quiet.sh"
exits 0 "after that all pass"
echo 3 >"$WORK/failing.exit"
try "$run" "$WORK/tool" "$WORK/failing.sh" "$WORK/loud.sh"
exits 1 "one bad case among good ones fails the run"

new_case times '"$TICKGATE" say "p99 12.4 ns [11, 13] 182 [180, 184] M ticks/s 36.1 MB 1.3 % tickgate 0.1.0 n 20"'
try "$run" --rewrite "$WORK/tool" "$WORK/times.sh"
cp "$WORK/times.out" "$WORK/output"
says "p99 <time> [11, 13] <rate> <size> <share> tickgate <version> n 20" \
    "figures with a unit are masked, counts are not"

new_case plain '# mask: none
"$TICKGATE" say 12 ns'
try "$run" --rewrite "$WORK/tool" "$WORK/plain.sh"
cp "$WORK/plain.out" "$WORK/output"
says "12 ns" "a case can ask for every digit"

new_case place '"$TICKGATE" where'
try "$run" --rewrite "$WORK/tool" "$WORK/place.sh"
cp "$WORK/place.out" "$WORK/output"
says "<dir>" "the folder is masked"
says "secret unset" "settings of the caller do not reach a case"
[ "$(wc -l <"$WORK/place.out")" = 2 ]
verdict $? "the folder is empty"

try "$run" "$WORK/tool"
exits 2 "no case is a usage error"

end_of_claims
