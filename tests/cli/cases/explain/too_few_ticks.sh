reference=$(dirname "$TICKGATE")/bench/reference.so
"$TICKGATE" explain "$reference" "$reference" --ticks 10
