"$TICKGATE" explain one.so
