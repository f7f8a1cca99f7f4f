# A value of the head that is no number.
# row: T05
"$TICKGATE" run --sizes 10K --rounds 6 --passes A --min-time 1ms --quiet --format json -o head.json
# No trial is flagged: on a busy machine some are, and these are left out before their values are looked at.
awk '/"invalid": \[$/ { sub(/\[/, "[],"); print; skip = 1; next } !skip { print } /\]/ { skip = 0 }' head.json >base.json
sed '0,/"latency_mean": [0-9][0-9.e+-]*/s//"latency_mean": null/' base.json >head.json
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: sabotage
budget: 3 s
cases:
  - name: replay/10K
    params: ''
    metrics: [latency_mean]
EOF
status=0
"$TICKGATE" gate gate.yaml --baseline base.json --head-results head.json --quiet -o report || status=$?
sed -i 's/ n [0-9]*$//; s/of [0-9]* samples of base and [0-9]* of head/of N samples of base and N of head/' report
sed -n '/^CASE/,/^$/p' report
tail -n 1 report
exit $status
