# The verdict of a comparison, beside what it was compared with.
engines=$(dirname "$TICKGATE")
"$TICKGATE" compare "$engines/bench/reference.so" "$engines/engines/slow2x.so" --history h.db --commit c1 --quiet >/dev/null
"$TICKGATE" history show 1 --history h.db | awk '/^commit|^base/ { print $1 } /^time/ { print $1, $2, $NF }'
