# Half a comparison is a usage error.
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: golden
budget: 20 s
cases:
  - name: mine
    metrics: [time]
EOF
"$TICKGATE" gate gate.yaml --head head.so
