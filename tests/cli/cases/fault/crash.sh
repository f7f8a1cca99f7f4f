# A crashing engine is a named result, never the end of tickgate.
ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" run --engine engines/crash.so --rounds 1 --sizes 10k --passes A --quiet
