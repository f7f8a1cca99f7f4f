# The same ticks from the generator and from a file give the same digest.
"$TICKGATE" gen --count 20k --seed 9 -o t.tkt
fast="--rounds 1 --passes A --min-time 1ms --quiet --format json"
"$TICKGATE" run --ticks t.tkt $fast -o file.json
"$TICKGATE" run --seed 9 --sizes 20k $fast -o stream.json
grep -o '"digest": "0x[0-9a-f]*"' file.json | sort -u >a
grep -o '"digest": "0x[0-9a-f]*"' stream.json | sort -u >b
cmp a b && wc -l <a
