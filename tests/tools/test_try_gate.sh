#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
#   test_try_gate.sh TICKGATE
#
# tools/try_gate with the real judge on stored evidence, and with judges that are weak in one way each. The receipts are
# those of a run of tools/gate_self, cut to the row that matters: 20 launches, 256 layouts a side.
# shellcheck source=tests/tools/claims.sh
. "$(dirname "$0")/claims.sh"
real=$1
evidence=$SOURCE/tests/tools/try_gate
mkdir "$WORK/sides" "$WORK/seen"

# The same launches, all but eleven called slow: one too few for the judge's first look.
awk '/"is_slow": false/ && ++count > 11 { sub("false", "true") }
    /"(verdict|class)": "regression"/ || /"regression": 1/ { sub("regression", "inconclusive") }
    /"exit_code": 1/ { sub("1", "3") }
    /"verdict": \{/ { figures = 1 }
    /\}/ { figures = 0 }
    figures && /"(base|head|change)":/ { sub(/[-0-9.e]+,/, "null,") }
    figures && /"sample_count":/ { sub(/[0-9]+/, "0") }
    /"launch_count": 20/ { sub("20", "0") } 1' "$evidence/red.json" >"$WORK/undecided.json"
cp "$evidence/green.json" "$evidence/red.json" "$WORK/"

# machine HEAD PLANTED AGAIN LOUD: what launches of each look like on the machine that is played: green, red, undecided.
machine() {
    rm -f "$WORK"/seen/*
    cp "$WORK/$1.json" "$WORK/seen/head.json"
    cp "$WORK/$2.json" "$WORK/seen/planted.json"
    cp "$WORK/$3.json" "$WORK/seen/planted-again.json"
    cp "$WORK/$4.json" "$WORK/seen/loud.json"
}

# How every judge begins: $name is whom base is gated against, $output its report, real_judge judges the evidence.
cat >"$WORK/beginning" <<SH
#!/bin/sh
while [ \$# -gt 0 ]; do
    case \$1 in
    --receipt) name=\$(basename "\$2" .json) && shift ;;
    --output) output=\$2 && shift ;;
    esac
    shift
done
real_judge() {
    "$real" gate --replay "$WORK/seen/\$name.json" --output "\$output"
}
SH

# judge NAME <rest: makes a program to be tried in TICKGATE's place.
judge() {
    cat "$WORK/beginning" - >"$WORK/$1"
    chmod +x "$WORK/$1"
}

# tried JUDGE: by tools/try_gate, for the claims that follow.
tried() {
    try "$SOURCE/tools/try_gate" "$WORK/$1" "$WORK/sides"
}

judge sound <<'SH'
real_judge
SH
machine green red undecided undecided
tried sound
exits 0 "green against itself and a planted slow-down that is red and named: the gate can be trusted"
says "base against head: green" "what it saw is told"
says "base against planted: red" "of each side"
silent_about "loud" "nothing is asked without need"

machine green undecided red undecided
tried sound
exits 0 "noise that goes by while the planted one is asked again is forgiven"

machine green undecided undecided red
tried sound
exits 1 "a machine quiet enough for green is quiet enough to see the planted one"
says "is not seen twice" "and this is said"

machine undecided red red red
tried sound
exits 3 "without green it is not known whether there are false alarms"

machine undecided undecided red red
tried sound
exits 3 "nor when the planted one took two tries"

machine undecided undecided undecided red
tried sound
exits 3 "too noisy for 2 % is no fault of a judge that sees 20 %"

machine undecided undecided undecided undecided
tried sound
exits 1 "too noisy for 20 % is not believed"

machine red red red red
tried sound
exits 1 "a false alarm is none of noise"

machine green green red red
tried sound
exits 1 "a planted slow-down that passes is not asked again"

# From here on the evidence is what a quiet machine gives, and the judge is not sound.
machine green red red red
judge never_red <<'SH'
real_judge
exit 0
SH
tried never_red
exits 1 "a judge that passes all is found"
says "the planted slow-down must be red" "by the planted one"

judge undecided_of_slow <<'SH'
real_judge
[ $? != 1 ] || exit 3
SH
tried undecided_of_slow
exits 1 "one that cannot tell what is slow is found"

judge never_sure <<'SH'
real_judge
exit 3
SH
tried never_sure
exits 1 "one that can never tell is found"
says "not even a slow-down of 20 %" "by the loud one"

judge always_red <<'SH'
name=planted
real_judge
SH
tried always_red
exits 1 "one that is always red is found"
says "the same source against itself must be green" "by the engine against itself"

judge nameless <<'SH'
real_judge
status=$?
sed -i 's/audit_cash/on_ticks/' "$output"
exit $status
SH
tried nameless
exits 1 "one that blames another function is found"

judge blind_to_time <<'SH'
real_judge
status=$?
sed -i 's/time of/instructions of/' "$output"
exit $status
SH
tried blind_to_time
exits 1 "one that is only red for counted instructions is found"

judge crashes <<'SH'
kill -SEGV $$
SH
tried crashes
exits 1 "one that crashes is found"

judge says_nothing <<'SH'
[ "$name" = head ] || exit 1
SH
tried sound
tried says_nothing
exits 1 "one that leaves no report is found, whatever an earlier run has left"

try "$SOURCE/tools/try_gate" "$WORK/sound"
exits 2 "without sides it says how it is called"

end_of_claims
