"$TICKGATE" engine reference | tail -n 1
