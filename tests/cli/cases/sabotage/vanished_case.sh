# A case on the list that the head no longer has.
# row: T05
ln -s "$(dirname "$TICKGATE")/engines" engines
mkdir base head
cp engines/skeleton.so base/mine.so
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: sabotage
budget: 3 s
cases:
  - name: mine
    engine: mine.so
    metrics: [time, peak_memory]
EOF
status=0
"$TICKGATE" gate gate.yaml --base base --head head --quiet -o report || status=$?
sed -n '/^CASE/,/^$/p' report
tail -n 1 report
exit $status
