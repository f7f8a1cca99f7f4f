# The head leaves ticks out, and would be faster for it.
# row: T05
ln -s "$(dirname "$TICKGATE")/engines" engines
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
"$TICKGATE" gate gate.yaml --base engines/skeleton.so --head engines/undercount.so --quiet -o report || status=$?
sed -n '/^CASE/,/^$/p' report
tail -n 1 report
exit $status
