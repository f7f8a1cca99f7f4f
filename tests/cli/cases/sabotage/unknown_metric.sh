# A metric that does not exist is a mistake in the file, told before anything runs.
# row: T05
ln -s "$(dirname "$TICKGATE")/engines" engines
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: sabotage
budget: 3 s
cases:
  - name: mine
    params: ''
    metrics: [tme, peak_memory]
EOF
"$TICKGATE" gate gate.yaml --base engines/skeleton.so --head engines/keep16.so --quiet
