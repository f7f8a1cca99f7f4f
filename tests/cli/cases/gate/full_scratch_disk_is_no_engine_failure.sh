# valgrind says little about a full disk; the row is not held against an engine.
if ! command -v valgrind >/dev/null || ldd "$TICKGATE" | grep -qE 'lib[at]san'; then
    echo 'needs valgrind, and a tickgate without sanitizers' >&2
    exit 77
fi
[ -d disk ] || exec "$SOURCE/tests/cli/on_small_disk" 16m "$0"
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: golden
budget: 20 s
cases:
  - name: counted
    metrics: [peak_memory, instructions]
EOF
reference=$(dirname "$TICKGATE")/bench/reference.so
cp "$reference" head.so
printf x >>head.so # a copy that is another file
TMPDIR=$PWD/disk "$TICKGATE" gate gate.yaml --base "$reference" --head head.so --receipt r.json >report 2>progress &
until grep -q '1/2' progress 2>/dev/null; do :; done
cat /dev/zero >disk/fill 2>/dev/null
status=0
wait $! || status=$?
grep '^tickgate:' progress | sed 's/\.tickgate-[^/]*/<scratch>/'
grep -oE '^counted +[a-z_]+' report
grep -c crashed report
ls -A disk
exit $status
