"$TICKGATE" run --passes AG --quiet
