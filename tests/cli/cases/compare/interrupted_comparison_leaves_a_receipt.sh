# SIGTERM leaves what was measured, marked incomplete; judged again it ends as it did.
for name in base head; do
    cp "$(dirname "$TICKGATE")/bench/reference.so" $name.so
    printf %s $name >>$name.so # two files
done
export TMPDIR="$PWD/scratch"
mkdir scratch
for signal in TERM HUP; do
    "$TICKGATE" compare base.so head.so --tolerance 0.1% --receipt r.json -o report 2>progress &
    until grep -q launches progress 2>/dev/null; do :; done
    kill -$signal $!
    status=0
    wait $! || status=$?
    head -n 1 report
    echo "exit $status, $(find scratch -mindepth 1 | wc -l) left in the scratch folder"
    status=0
    "$TICKGATE" compare --replay r.json | head -n 1
    "$TICKGATE" compare --replay r.json >/dev/null || status=$?
    echo "again $status"
    : >progress
done
