# mask: none
"$TICKGATE" rnu
