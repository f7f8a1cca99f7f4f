# No room for the engines of the second case: the first one is judged, the receipt says that it is not all.
[ -d disk ] || exec "$SOURCE/tests/cli/on_small_disk" 16m "$0"
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: golden
budget: 20 s
cases:
  - name: first
    ticks: 1M # a while: the disk is full long before the last of 32 replays
    metrics: [peak_memory]
  - name: second
    metrics: [peak_memory]
EOF
reference=$(dirname "$TICKGATE")/bench/reference.so
cp "$reference" head.so
printf x >>head.so # a copy that is another file
TMPDIR=$PWD/disk "$TICKGATE" gate gate.yaml --base "$reference" --head head.so --receipt r.json --history h.db >report 2>progress &
until grep -q '1/2' progress 2>/dev/null; do :; done
cat /dev/zero >disk/fill 2>/dev/null
status=0
wait $! || status=$?
grep '^tickgate:' progress | sed 's/\.tickgate-[^/]*/<scratch>/'
grep -o 'incomplete, ended before all rows were measured' report
grep -oE '^(first|second) +peak_memory' report
grep -o '"is_complete": false' r.json
"$TICKGATE" history list --history h.db | grep -o incomplete
ls -A disk
exit $status
