"$TICKGATE" engine
