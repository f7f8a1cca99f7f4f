ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" compare --allow-same-files engines/undercount.so engines/undercount.so --quiet
