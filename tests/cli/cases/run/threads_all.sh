# 1..all is as many threads as there are usable CPUs; --cpu none pins no thread, which is said.
taskset -c 0 "$TICKGATE" run --threads 1..all --cpu none --filter 'threads/*' --rounds 1 --sizes 10k --min-time 1ms --quiet |
    sed -n -e '/^THREADS/,/^ *processed/p' | grep -c 'not pinned'
"$TICKGATE" run --print-config --threads 1..all | grep '^threads'
"$TICKGATE" run --print-config --threads 4,2,1 | grep '^threads'
