"$TICKGATE" doctor --seconds forever
