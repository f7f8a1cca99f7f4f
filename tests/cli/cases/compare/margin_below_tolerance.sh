ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" compare --allow-same-files engines/skeleton.so engines/skeleton.so --tolerance 2% --margin 1%
