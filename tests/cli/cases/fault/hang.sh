ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" run --engine engines/hang.so --rounds 1 --sizes 10k --passes A --min-time 1ms --pace-time 1ms --timeout 300ms --quiet
