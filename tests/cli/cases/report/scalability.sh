# Reports of one size are read back, those of other programs and tickgate's own; what they do not say is not there.
# row: B10
# mask: none
for ticks in 10000 100000 1000000; do
    "$TICKGATE" report --format csv "$SOURCE/tests/golden/scalability/scalability_$ticks.json" | tr -d '\r' | head -n 4
done
"$TICKGATE" report "$SOURCE/tests/golden/scalability/scalability_1000000.json" | sed -n '3,/^scaling/p'
"$TICKGATE" report --format json -o r.json "$SOURCE/tests/golden/scalability/scalability_1000000.json"
sed -n '/"trials"/,/^  }/p' r.json | grep -E '"(throughput|latency_mean|total_time|tick_p99|tick_max|peak_memory|cpu_flat_out)"'
"$TICKGATE" report --format json -o again.json r.json
cmp r.json again.json && echo "as a result file: same"
# tickgate's own, as a stored baseline of itself: two files of one sample each are too few to tell.
sed "s/2026-03-04T05:06:07/$(date -u +%Y-%m-%dT%H:%M:%S)/" "$SOURCE/tests/fuzz/corpus/fuzz_foreign_json/scalability_own.json" >own.json
"$TICKGATE" report --format csv own.json | cut -d, -f 1-3 | grep -E 'throughput|block_p99|memory'
cat >gate.yaml <<'G'
schema: tickgate.gate/1
name: sizes
budget: 20 s
cases:
  - name: replay/1M
    metrics: [total_time]
G
{ cat own.json && echo; } >base.json # the same file twice would be refused
"$TICKGATE" gate gate.yaml --baseline base.json --head-results own.json --allow-cross-env --quiet >report
echo "gate: $?"
grep -m 1 -o 'total_time of replay/1M: .*' report
sed 's/scalability\/2/scalability\/1/' own.json >old.json
"$TICKGATE" report old.json
