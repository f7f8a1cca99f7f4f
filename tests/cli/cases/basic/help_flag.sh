# mask: none
"$TICKGATE" --help
