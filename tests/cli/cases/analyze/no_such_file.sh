"$TICKGATE" analyze nothing.json
