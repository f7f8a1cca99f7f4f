# What tickgate writes for trackers, it reads back: three rows of a case are one case.
result=$SOURCE/tests/fuzz/corpus/fuzz_result_json/two_sizes_seven_rounds.json
"$TICKGATE" report --format gbench -o g.json "$result"
grep '"name": ' g.json
"$TICKGATE" report --format json -o r.json g.json
grep '"name": "replay' r.json
