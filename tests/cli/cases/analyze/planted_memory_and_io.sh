# row: T11 T12
# Engines with one fault each, run for real with telemetry: leaked memory, 600 MB held, a write for each tick, much written with waits,
# the same amount evenly and in bursts. A leak is meant here, also to a sanitizer.
engines=$(dirname "$TICKGATE")/engines
look() {
    ASAN_OPTIONS=detect_leaks=0 "$TICKGATE" run --engine "$engines/$1.so" --params "$2" --rounds 1 --sizes "$3" --passes B --min-time 40ms --telemetry --quiet \
        --format json >"$1.json" || :
    "$TICKGATE" analyze "$1.json" | awk '$2 ~ /^(memory|high|bursty)_/ { sub(/:.*/, ""); print }'
}
look leak '' 1M
look hoard '' 10K
look io_heavy calls 100K
look io_heavy bytes 100K
look io_heavy steady 100K
look io_heavy bursts 100K
