"$TICKGATE" compare a.so b.so --metric p50
