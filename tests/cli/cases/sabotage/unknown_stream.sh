# A stream that nobody has is a mistake of the gate file, whatever the engines do.
# row: T05
ln -s "$(dirname "$TICKGATE")/engines" engines
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: sabotage
cases:
  - name: mine
    stream: synthetic:future
    metrics: [time]
EOF
"$TICKGATE" gate gate.yaml --base engines/skeleton.so --head engines/crash.so --quiet
