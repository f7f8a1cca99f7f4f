ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" engine --timeout 300ms engines/hang.so
