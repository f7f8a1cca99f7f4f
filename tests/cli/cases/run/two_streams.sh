"$TICKGATE" run --ticks a.tkt --stream synthetic:futures
