reference=$(dirname "$TICKGATE")/bench/reference.so
"$TICKGATE" explain "$reference" "$reference" --no-counts --seconds 0
