# mask: none
"$TICKGATE" help
