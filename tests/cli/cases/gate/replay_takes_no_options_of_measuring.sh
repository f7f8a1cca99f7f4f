# What says how to measure would be ignored without a word: it is refused, before the receipt is read.
for option in --budget=1s --seed=7 --history=h.db --launches=12 --timeout=1s --allow-cross-env; do
    status=0
    "$TICKGATE" gate --replay r.json "$option" || status=$?
    echo "exit $status"
done
