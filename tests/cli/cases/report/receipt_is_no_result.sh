# A receipt is whole and of another command: report and explain say what to do with it.
receipt=$SOURCE/tests/fuzz/corpus/fuzz_gate_receipt/paired.json
for command in "report $receipt" "explain $receipt $receipt"; do
    status=0
    # shellcheck disable=SC2086 # words of a command
    "$TICKGATE" $command || status=$?
    echo "exit $status"
done
printf '{"schema": ' >cut.json
"$TICKGATE" gate --replay cut.json
