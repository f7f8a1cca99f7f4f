# The forest of a receipt, and its launches.
engines=$(dirname "$TICKGATE")
"$TICKGATE" compare "$engines/bench/reference.so" "$engines/engines/slow2x.so" --quiet --receipt r.json >/dev/null
"$TICKGATE" plot -o p r.json && ls p/*.svg
