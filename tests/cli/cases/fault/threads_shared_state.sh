# An engine whose instances share a number: what it says depends on who else runs.
ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" run --engine engines/shared_global.so --threads 1,2 --filter 'threads/*' --rounds 1 --sizes 10k --min-time 1ms \
    --quiet 2>errors || echo "exits $?"
sed 's/0x[0-9a-f]*/<digest>/g; s/on [12] threads/on <n> threads/; s/replay [0-9]*/replay <n>/; s/over 10K/over <n>/' errors
