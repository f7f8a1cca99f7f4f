# What was measured before the failure is kept, marked incomplete.
ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" run --engine engines/digest_random.so --rounds 4 --sizes 10k --passes A --min-time 1ms --quiet \
    --output-folder out 2>&1 | grep -c 'partial results, marked incomplete, are in out'
grep -c '"complete": false' out/results.json
