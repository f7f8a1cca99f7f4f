"$TICKGATE" compare --command --metric p99 true true
