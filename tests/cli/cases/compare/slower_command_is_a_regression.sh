# Programs that own their loop, with {ticks}: half as much work again is a regression.
"$TICKGATE" compare --command --ticks 10000 --margin 30% --quiet --receipt r.json \
    "awk 'BEGIN { for (i = 0; i < 20 * {ticks}; i++) s += i }'" \
    "awk 'BEGIN { for (i = 0; i < 30 * {ticks}; i++) s += i }'" | head -n 1
"$TICKGATE" compare --replay r.json | head -n 1
grep -o '"sides": "commands"' r.json
