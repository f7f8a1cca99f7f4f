#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tools/conformance on a planted log: what proves a row, and what does not.
# shellcheck source=tests/tools/claims.sh
. "$(dirname "$0")/claims.sh"

mkdir -p "$WORK/tree/tests/unit/base" "$WORK/tree/tests/cli" "$WORK/tree/build/Testing/Temporary"
cd "$WORK/tree" || exit 1
mkdir tools docs
cp "$SOURCE/tools/conformance" tools/
cp "$SOURCE/docs/capabilities.tsv" docs/

cat >tests/unit/base/test_one.c <<'C'
/* row: B01 B02 */
static void passes(void **state)
{
}

/* Why this value: see there.
 * row: B03 */
static void fails(void **state)
{
}

/* row: B04 */
static void skips(void **state)
{
}

/* row: B15 B16 */
static void skips_without_a_word(void **state)
{
}

/* row: B15 B17 */
static void passes_beside_it(void **state)
{
}

/* row: B05 B17 */
static void is_not_in_the_program(void **state)
{
}
C
printf '# row: B06 B18\n' >tests/cli/good.sh
printf '# row: B07 B18\n' >tests/cli/skipped.sh
printf '# row: B08\n' >tests/cli/not_run.sh
printf '# row: B09\n' >tests/cli/passed_without_a_word.sh
printf '# row: B19\n' >tests/cli/half.sh
mkdir tests/proof
printf '# row: B12\n' >tests/proof/planted
printf '/* row: B14 */\nstatic void feeds(void **state)\n{\n}\n' >tests/unit/base/test_replay.c
printf '/* row: B13 */\nstatic void is_true(void **state)\n{\n}\n' >tests/proof/truth.c

log_of() { # name command result, output on stdin
    printf '1/1 Testing: %s\nCommand: %s\nOutput:\n' "$1" "$2"
    cat
    printf '<end of output>\nTest %s.\n' "$3"
}
{
    printf '[       OK ] %s\n' passes passes_beside_it
    printf 'unavailable here: no perf events\n[  SKIPPED ] skips\n[  SKIPPED ] skips_without_a_word\n'
    printf '[  SKIPPED ] 2 test(s), listed below:\n[  SKIPPED ] skips\n[  SKIPPED ] skips_without_a_word\n'
} >cmocka_says
{
    log_of unit.base.test_one '"/b/test_one"' Passed <cmocka_says
    echo "ok: good" | log_of cli.good '"run_case" "/b/tickgate" "/src/tests/cli/good.sh"' Passed
    echo "unavailable here: no fonts" | log_of cli.skipped '"/src/tests/cli/skipped.sh"' Passed
    printf 'unavailable here: no clang\nok half\n' |
        log_of cli.half '"/src/tests/cli/half.sh"' Passed
    echo "ok planted" | log_of proof.planted '"/src/tests/proof/planted" "/b/tickgate"' Passed
    printf '[       OK ] is_true\n' | log_of proof.truth '"/b/tests/proof/truth"' Passed
    printf '[       OK ] feeds\n' | log_of unit.test_replay '"/b/tests/test_replay"' Passed
    log_of cli.silent '"/src/tests/cli/passed_without_a_word.sh"' Passed </dev/null
} >build/Testing/Temporary/LastTest.log

try tools/conformance build
exits 0 "without a failure the exit status is 0"
says "B01  pass " "a function that ended OK proves its rows"
says "B02  pass " "all of them"
says "B12  pass " "a script of tests/proof proves its rows"
says "B13  pass " "and so does a program beside it"
says "B14  pass " "a test of a file named replay is no fuzz target"
says "B03  not yet " "a function without a result proves nothing"
says "B04  unavailable here  Default sizes 10K, 100K, 1M and sizes up to billions  (skipped: test_one skips: no perf events)" \
    "a skip gives its reason"
says "B05  not yet " "another function of the same program does not count"
says "B06  pass " "a script that said ok proves its rows"
says "B07  unavailable here " "a script can be skipped"
says "B08  not yet " "a script that did not run proves nothing"
says "B09  not yet " "nor one that passed without a word, as a skipped one does in the log"
says "B10  not yet " "nor a row that nobody names"
says "B15  partly            CPU share of a single-threaded engine  (skipped: test_one skips_without_a_word)" "a row with a skipped test is no pass"
says "B16  unavailable here  Falling throughput with volume is found and located  (skipped: test_one skips_without_a_word)" "nor with nothing else"
says "B17  partly            Cause of slow ticks: off-CPU time, faults, switches  (not run: test_one is_not_in_the_program)" "nor with one that did not run"
says "B18  partly            Memory leak after warm-up, slope with interval  (skipped: skipped.sh: no fonts)" "a script that was skipped is named with its reason"
says "B19  partly            CPU spikes, neighbours told from own work  (skipped: half.sh: no clang)" "so is one that skipped a part of itself"
says "226 rows: 6 pass, 4 partly, 3 unavailable here, 0 failed, 213 not yet" "the totals add up"

sed 's/OK \] passes/OK ] passes\n[  FAILED  ] fails/' build/Testing/Temporary/LastTest.log >log
mv log build/Testing/Temporary/LastTest.log
try tools/conformance build
exits 1 "a failed row fails the run"
says "B03  FAILED " "and is named"

try tools/conformance elsewhere
exits 2 "without a log it says what to do"
says "make test" "and names the command"

try tools/conformance --check
exits 0 "the check of ids needs no log"
printf '# row: Z99\n' >tests/cli/good.sh
try tools/conformance --check
exits 1 "an unknown id is refused"
says "tests/cli/good.sh:1: row Z99 is not in docs/capabilities.tsv" "with its place"
printf '/* row: B01 */\n\nstatic void far(void **state)\n{\n}\n' >tests/unit/base/test_one.c
printf '# row: B06\n' >tests/cli/good.sh
try tools/conformance --check
says "directly above a test function" "a comment that floats is refused"
printf '/* proves row: B01, I think */\nstatic void far(void **state)\n' >tests/unit/base/test_one.c
try tools/conformance --check
says "write /* row: B06 T03 */" "so is one of another form"
rm tests/unit/base/test_one.c
grep -v '^B01' docs/capabilities.tsv >rows && mv rows docs/capabilities.tsv
try tools/conformance --check
exits 1 "a lost row is missed"
says "225 rows; there are 226" "and counted"

end_of_claims
