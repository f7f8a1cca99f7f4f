"$TICKGATE" run --engine ./nowhere.so
