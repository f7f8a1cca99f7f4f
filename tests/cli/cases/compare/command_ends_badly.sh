"$TICKGATE" compare --command --quiet true false
