# An engine that prints garbage does not reach the report.
ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" run --engine engines/noisy_stdout.so --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --format csv |
    head -n 1
