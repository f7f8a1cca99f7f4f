# mask: none
"$TICKGATE"
