# Programs that own their loop, with {ticks}: half as much work again is a regression. The loops are so long
# that starting a process is a small part: the plant, more ticks, must read as what it is within a tenth.
"$TICKGATE" compare --command --ticks 10000 --margin 30% --quiet --receipt r.json \
    "awk 'BEGIN { for (i = 0; i < 150 * {ticks}; i++) s += i }'" \
    "awk 'BEGIN { for (i = 0; i < 225 * {ticks}; i++) s += i }'" | head -n 1
"$TICKGATE" compare --replay r.json | head -n 1
grep -o '"sides": "commands"' r.json
