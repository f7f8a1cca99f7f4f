"$TICKGATE" compare base.so head.so
