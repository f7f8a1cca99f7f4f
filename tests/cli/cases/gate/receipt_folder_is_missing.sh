# Told before anything is measured, which would be lost.
ln -s "$(dirname "$TICKGATE")/engines" engines
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: lost
cases:
  - name: mine
    metrics: [time]
EOF
"$TICKGATE" gate gate.yaml --base engines/skeleton.so --head engines/stalled.so --receipt none/receipt.json
