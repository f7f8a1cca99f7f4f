ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" compare engines/skeleton.so engines/skeleton.so --tolerance 2% --margin 1%
