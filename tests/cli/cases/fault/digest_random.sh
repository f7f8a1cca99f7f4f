# Digests that differ from process to process: the numbers differ, the message stays.
ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" run --engine engines/digest_random.so --rounds 3 --sizes 10k --passes A --min-time 1ms --quiet 2>&1 |
    sed 's/0x[0-9a-f]*/<digest>/g; s/round [0-9]*/round <n>/g'
"$TICKGATE" run --engine engines/digest_random.so --rounds 3 --sizes 10k --passes A --min-time 1ms --quiet 2>/dev/null
