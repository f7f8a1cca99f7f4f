# Twice the work, the same digest, and again from the receipt: the report is the same, byte by byte.
# row: T05
# row: B21
if ldd "$TICKGATE" | grep -qE 'lib[at]san'; then
    echo "needs a tickgate without sanitizers, which counts allocations" >&2
    exit 77
fi
ln -s "$(dirname "$TICKGATE")/engines" engines
reference=$(dirname "$TICKGATE")/bench/reference.so
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: golden
budget: 20 s
cases:
  - name: mine
    metrics: [time, allocations_per_tick]
EOF
status=0
"$TICKGATE" gate gate.yaml --base "$reference" --head engines/slow2x.so --quiet --receipt r.json -o first || status=$?
replayed=0
"$TICKGATE" gate --replay r.json -o second || replayed=$?
cmp first second && echo "the same report, exit $status and $replayed"
"$TICKGATE" gate --replay r.json --format json -o r2.json || true
cmp r.json r2.json && echo "the same receipt"
"$TICKGATE" gate --replay r.json --format junit | grep -c '<failure type="regression"'
sed -n '/^CASE/,/^$/p' first | cut -d' ' -f1-3 | head -n 3
exit $status
