# The size that efficiency refers to is one's own choice, when measuring and afterwards; a wrong one is told before anything runs.
# row: B09
# mask: none
stored=$SOURCE/tests/fuzz/corpus/fuzz_result_json/two_sizes_seven_rounds.json
"$TICKGATE" report "$stored" | grep ^efficiency
"$TICKGATE" report --reference-size 10k "$stored" | grep ^efficiency
"$TICKGATE" run --sizes 10k,20k --rounds 2 --passes A --min-time 1ms --quiet --reference-size 10k --output r.json && echo "run: ok"
"$TICKGATE" report --reference-size 3M "$stored"
"$TICKGATE" run --sizes 10k --reference-size many
"$TICKGATE" run --sizes 10k --reference-size 20k
