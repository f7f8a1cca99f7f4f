ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" run --engine engines/exits.so --rounds 1 --sizes 10k --passes A --quiet
