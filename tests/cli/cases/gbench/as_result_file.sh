# Written as a result file, a foreign run reads back the same, and still says where it came from.
for name in repetitions errors version_1_4 units big_o; do
    "$TICKGATE" report --format json "$SOURCE/tests/golden/gbench/$name.json" -o r.json
    "$TICKGATE" report --format json r.json -o again.json
    cmp r.json again.json && echo "$name: same"
done
grep google-benchmark: r.json
