# Both paths lead to the same bytes: nothing would be compared.
# row: T05
ln -s "$(dirname "$TICKGATE")/engines" engines
cp engines/skeleton.so copy.so
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: sabotage
budget: 3 s
cases:
  - name: mine
    params: ''
    metrics: [time, peak_memory]
EOF
status=0
"$TICKGATE" gate gate.yaml --base engines/skeleton.so --head copy.so --quiet -o report || status=$?
sed -n '/^CASE/,/^$/p' report
tail -n 1 report
exit $status
