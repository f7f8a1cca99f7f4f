"$TICKGATE" compare --command true no-such-program-here
