# Twice the work, the same digest: no machine is too noisy for that. The receipt says the same again.
ln -s "$(dirname "$TICKGATE")/engines" engines
reference=$(dirname "$TICKGATE")/bench/reference.so
"$TICKGATE" compare "$reference" engines/slow2x.so --quiet --receipt r.json | head -n 1
"$TICKGATE" compare --replay r.json | head -n 1
grep -c '"outcome": "regression"' r.json
