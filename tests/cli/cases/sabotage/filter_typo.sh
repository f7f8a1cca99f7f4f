# A filter that matches nothing must not leave an empty, green gate.
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
"$TICKGATE" gate gate.yaml --base engines/skeleton.so --head engines/keep16.so --filter 'mien*' --quiet
