# Ctrl-C leaves what was measured, marked incomplete.
ln -s "$(dirname "$TICKGATE")/engines" engines
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: golden
budget: 20 s
cases:
  - name: slow
    metrics: 
      - {metric: time, tolerance: 0.1 %} # one layout a side carries 1 %: it asks for every launch
      - peak_memory
EOF
reference=$(dirname "$TICKGATE")/bench/reference.so
cp "$reference" head.so
printf x >>head.so # a copy that is another file
"$TICKGATE" gate gate.yaml --base "$reference" --head head.so --budget 20s --receipt r.json -o report 2>progress &
until grep -q '1/2' progress 2>/dev/null; do :; done
kill -TERM $! # a shell makes jobs in the background deaf to Ctrl-C
status=0
wait $! || status=$?
grep -o 'incomplete, ended before all rows were measured' report
grep -o '"is_complete": false' r.json
again=0
"$TICKGATE" gate --replay r.json >/dev/null || again=$?
echo "judged again: exit $again"
exit $status
