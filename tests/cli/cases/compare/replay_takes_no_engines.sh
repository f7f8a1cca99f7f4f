"$TICKGATE" compare --replay r.json base.so head.so
