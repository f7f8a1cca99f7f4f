# A gate of many rows writes more than 256 MiB; here most of them are blanks.
# mask: none
{
    cat "$SOURCE/tests/tools/try_gate/red.json"
    head -c 270000000 /dev/zero | tr '\0' ' '
} >r.json
status=0
"$TICKGATE" gate --replay r.json -o report || status=$?
rm r.json
tail -n 1 report | cut -c 1-30
exit $status
