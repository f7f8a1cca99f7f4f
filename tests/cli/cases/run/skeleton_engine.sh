# The engine that users copy runs without any parameter.
ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" run --engine engines/skeleton.so --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --format csv | wc -l
