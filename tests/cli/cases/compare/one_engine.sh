"$TICKGATE" compare one.so
