# SIGTERM: 128 + 15, and what was measured is kept.
"$TICKGATE" run --rounds 1000 --sizes 10k --passes A --min-time 1ms --quiet --output-folder out 2>/dev/null &
run=$!
while ! [ -d out ]; do :; done
while ! kill -TERM $run 2>/dev/null; do :; done
wait $run
status=$?
grep -c '"complete": false' out/results.json
exit $status
