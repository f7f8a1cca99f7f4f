# The receipt holds that other work was asked for: judged again it ends as it did.
engines=$(dirname "$TICKGATE")/engines
live=0
"$TICKGATE" compare "$engines/skeleton.so" "$engines/slow2x.so" --allow-digest-change --budget 3s --quiet --receipt r.json -o /dev/null || live=$?
again=0
"$TICKGATE" compare --replay r.json -o /dev/null || again=$?
[ "$live" -eq "$again" ] && echo "the same"
grep -o '"allows_other_digest": true' r.json
