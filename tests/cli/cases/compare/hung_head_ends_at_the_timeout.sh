# An engine that never ends costs no more than was allowed.
ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" compare engines/skeleton.so engines/hang.so --timeout 300ms --quiet 2>messages
status=$?
grep -c 'did not finish within 300 ms' messages
cat messages >&2
exit $status
