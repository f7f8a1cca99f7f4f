# A baseline from another machine is no baseline; --allow-cross-env compares all the same, and says so.
# row: T15
"$TICKGATE" run --sizes 10K --rounds 12 --passes AM --min-time 1ms --quiet --format json -o run.json
# No trial is flagged: on a busy machine some are, and these would not be judged.
awk '/"invalid": \[$/ { sub(/\[/, "[],"); print; skip = 1; next } !skip { print } /\]/ { skip = 0 }' run.json >head.json
sed 's/"fingerprint": "[0-9a-f]*"/"fingerprint": "0123456789abcdef"/' head.json | sed 's/"hash": "[0-9a-f]*"/"hash": "0123456789abcdef"/' >base.json
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: golden
budget: 20 s
cases:
  - name: replay/10K
    metrics: [allocations_per_tick]
EOF
"$TICKGATE" gate gate.yaml --baseline base.json --head-results head.json --quiet >report && exit 1
test $? = 5
grep -o 'allocations_per_tick of replay/10K: other machine' report | head -n 1
grep -o 'give --allow-cross-env' report | head -n 1
"$TICKGATE" gate gate.yaml --baseline base.json --head-results head.json --allow-cross-env --quiet >report
grep -o 'OTHER MACHINE allowed' report
grep -o 'stored baseline' report | sort -u
