# mask: none
"$TICKGATE" --version
