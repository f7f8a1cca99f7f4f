"$TICKGATE" run --rounds 1 --quiet --targets nowhere.yaml
