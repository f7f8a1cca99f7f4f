# One file of the head is one of the base, under another name.
# row: T05
ln -s "$(dirname "$TICKGATE")/engines" engines
mkdir base head
cp engines/skeleton.so base/a.so
cp engines/stalled.so head/a.so
cp engines/skeleton.so head/b.so
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: sabotage
budget: 3 s
cases:
  - name: mine
    params: ''
    metrics: [time]
EOF
status=0
"$TICKGATE" gate gate.yaml --base base --head head --quiet -o report || status=$?
tail -n 1 report
exit $status
