ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" compare engines/undercount.so engines/undercount.so --quiet
