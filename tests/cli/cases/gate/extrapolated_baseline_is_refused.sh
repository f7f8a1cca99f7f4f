# A size that the baseline never ran: refused, and with the flag said to be stretched in the report and in the receipt.
# row: A12
"$TICKGATE" run --sizes 10K --rounds 12 --passes AM --min-time 1ms --quiet --format json -o run.json
# No trial is flagged: on a busy machine some are, and these would not be judged.
awk '/"invalid": \[$/ { sub(/\[/, "[],"); print; skip = 1; next } !skip { print } /\]/ { skip = 0 }' run.json >head.json
sed 's/replay\/10K/replay\/20K/' head.json >base.json
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: golden
budget: 20 s
cases:
  - name: replay/10K
    metrics: [total_time, peak_memory]
EOF
"$TICKGATE" gate gate.yaml --baseline base.json --head-results head.json --quiet >report && exit 1
test $? = 5
grep -o "extrapolated baseline: the baseline never ran 'replay/10K', only 'replay/20K'" report | head -n 1
"$TICKGATE" gate gate.yaml --baseline base.json --head-results head.json --allow-extrapolated --quiet --receipt r.json >report && exit 1
test $? = 5
grep -o 'total_time of replay/10K: [a-z]*' report | head -n 1
grep -o 'the base is EXTRAPOLATED: its size was never run' report | head -n 1
grep -c '"is_extrapolated": true' r.json
grep -o 'peak_memory of replay/10K: extrapolated baseline' report | head -n 1
