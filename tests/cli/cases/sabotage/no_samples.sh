# The pass that gives the metric did not run: zero samples.
# row: T05
"$TICKGATE" run --sizes 10K --rounds 6 --passes A --min-time 1ms --quiet --format json -o head.json
{ cat head.json && echo; } >base.json # the very same bytes would be refused before
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: sabotage
budget: 3 s
cases:
  - name: replay/10K
    params: ''
    metrics: [block_p99]
EOF
status=0
"$TICKGATE" gate gate.yaml --baseline base.json --head-results head.json --quiet -o report || status=$?
sed -n '/^CASE/,/^$/p' report
tail -n 1 report
exit $status
