# mask: none
"$TICKGATE" gen --first 1099511627775 --count 2 -o t.tkt
