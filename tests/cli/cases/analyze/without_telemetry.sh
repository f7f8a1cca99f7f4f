"$TICKGATE" run --rounds 1 --sizes 10k --passes B --quiet --format json >plain.json
"$TICKGATE" analyze plain.json
