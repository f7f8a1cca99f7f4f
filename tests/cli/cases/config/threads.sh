# A suite says thread counts as a list, a range or none; what is wrong is found where it stands.
# mask: none
printf 'schema: tickgate.suite/1\nthreads: [1, 4, 2]\n' >list.yaml
printf 'schema: tickgate.suite/1\nthreads: 1..3\n' >range.yaml
printf 'schema: tickgate.suite/1\nthreads: [1, 65]\n' >wrong.yaml
printf 'schema: tickgate.suite/1\nthreads: 4..2\n' >backwards.yaml
for suite in list range; do
    "$TICKGATE" run --suite $suite.yaml --print-config | grep '^threads'
done
"$TICKGATE" run --suite list.yaml --threads none --print-config | grep '^threads'
for suite in wrong backwards; do
    "$TICKGATE" run --suite $suite.yaml 2>&1 || echo "exits $?"
done
