# An engine that never ends costs no more than was allowed, whatever the budget of its rows.
ln -s "$(dirname "$TICKGATE")/engines" engines
cat >gate.yaml <<'G'
schema: tickgate.gate/1
name: hung
cases:
  - {name: mine, params: '', metrics: [time]}
G
"$TICKGATE" gate gate.yaml --base engines/skeleton.so --head engines/hang.so --timeout 300ms --quiet -o report
status=$?
tail -n 1 report
grep -c 'within 300 ms .*raise --timeout' report
exit $status
