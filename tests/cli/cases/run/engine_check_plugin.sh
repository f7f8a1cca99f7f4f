ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" engine engines/digest_random.so 2>&1 | tail -n 1
