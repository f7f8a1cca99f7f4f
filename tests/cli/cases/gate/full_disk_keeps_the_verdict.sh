# The disk fills up while the gate measures: every file that cannot be written is named, the verdict is said all the
# same, and what lay there before is as it was.
[ -d disk ] || exec "$SOURCE/tests/cli/on_small_disk" 400k "$0"
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: golden
budget: 20 s
cases:
  - name: small
    ticks: 1M # a while: the disk is full long before the last of 32 replays
    metrics: [{metric: peak_memory, tolerance: 50 %, margin: 100 %}] # a busy machine is not the question here
EOF
reference=$(dirname "$TICKGATE")/bench/reference.so
cp "$reference" head.so
printf x >>head.so # a copy that is another file
gate() {
    "$TICKGATE" gate gate.yaml --base "$reference" --head head.so --receipt disk/r.json --output disk/report --history disk/h.db
}
gate 2>progress || { cat progress; exit; }
cp disk/r.json receipt && cp disk/report report
rm progress # or its old line were taken for the new one
gate 2>progress &
until grep -q '1/1' progress 2>/dev/null; do :; done
cat /dev/zero >disk/fill 2>/dev/null
status=0
wait $! || status=$?
grep '^tickgate:' progress
cmp disk/r.json receipt && cmp disk/report report && ls -A disk | grep -v '^h.db-'
rm disk/fill
"$TICKGATE" history check --history disk/h.db
"$TICKGATE" history list --history disk/h.db | grep -c gate
exit $status
