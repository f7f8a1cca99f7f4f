# Sixteen copies of one file are one layout, and carry no tolerance of 0.5 %.
# row: T05
ln -s "$(dirname "$TICKGATE")/engines" engines
mkdir base
for i in a b c d e f g h i j k l m n o p; do cp engines/skeleton.so base/$i.so; done
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: sabotage
budget: 3 s
cases:
  - name: mine
    params: ''
    metrics: [time]
EOF
status=0
"$TICKGATE" gate gate.yaml --base base --head engines/stalled.so --quiet -o report || status=$?
tail -n 1 report
exit $status
