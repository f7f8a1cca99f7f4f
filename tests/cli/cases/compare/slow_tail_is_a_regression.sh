# One block in fifty is 10 % slower, all others are as they were: the 99th percentile sees it, the time does not.
ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" compare engines/tail.so engines/tail10.so --metric p99 --quiet | head -n 1
"$TICKGATE" compare engines/tail.so engines/tail10.so --tolerance 3% --quiet | head -n 1
