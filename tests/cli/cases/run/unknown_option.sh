"$TICKGATE" run --ronds 5
