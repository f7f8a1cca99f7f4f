"$TICKGATE" run --filter 'reply/*' --quiet
