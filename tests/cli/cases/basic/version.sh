# mask: none
"$TICKGATE" version
