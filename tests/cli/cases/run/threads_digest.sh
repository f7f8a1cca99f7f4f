# One digest for every number of threads and every round, on streams of four, two and one instrument; with
# faults; with orders of the maker. The digest is that of the cases' trials.
# mask: none
run() {
    "$TICKGATE" run --threads 1,2,3,4 --filter 'threads/*' --rounds 2 --sizes 20k --min-time 1ms --quiet --format json \
        "$@" -o result.json
    grep -c '"pass": "threads"' result.json
    sed -n -e '/"trials"/,/"scaling"/s/.*"digest": //p' result.json | sort -u | wc -l
}
for stream in futures fx randomwalk futures+faults; do
    run --stream "synthetic:$stream" | tail -n 1
done
run --params strategy=maker | tail -n 1
