"$TICKGATE" compare --command true "a 'b"
