"$TICKGATE" run --rounds 1 --sizes 10k --passes M --quiet --format json -o r.json
"$TICKGATE" plot -o figures r.json
