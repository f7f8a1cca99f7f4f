"$TICKGATE" doctor --seconds 0 --format yaml
