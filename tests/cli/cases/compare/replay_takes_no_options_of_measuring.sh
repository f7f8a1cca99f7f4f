# What says how to measure would be ignored without a word: it is refused, before the receipt is read.
for option in --tolerance=1% --metric=p99 --history=h.db --seed=7 --receipt=s.json --allow-digest-change; do
    status=0
    "$TICKGATE" compare --replay r.json "$option" || status=$?
    echo "exit $status"
done
