"$TICKGATE" compare --command 'true {ticks}' true
