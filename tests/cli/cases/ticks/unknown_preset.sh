"$TICKGATE" gen --stream synthetic:future -o t.tkt
