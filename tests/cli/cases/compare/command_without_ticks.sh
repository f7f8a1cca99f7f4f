# Without {ticks} nothing can be planted, and the report says so.
"$TICKGATE" compare --command --quiet --launches 12 true true | grep -o 'no plant:.*'
