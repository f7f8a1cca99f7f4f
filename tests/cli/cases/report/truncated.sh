"$TICKGATE" run --rounds 1 --sizes 10k --passes M --quiet --format json -o r.json
head -c 500 r.json >cut.json
"$TICKGATE" report cut.json 2>&1 | cut -c1-22
"$TICKGATE" report cut.json 2>/dev/null
