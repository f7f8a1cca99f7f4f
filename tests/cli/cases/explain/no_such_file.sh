"$TICKGATE" explain ./base.so ./head.so
