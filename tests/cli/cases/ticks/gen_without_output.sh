"$TICKGATE" gen --count 10
