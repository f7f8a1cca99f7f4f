# row: D04
# Every book with every strategy: the stages of the reference engine and the residual add up to a wall time taken
# by another clock, within 1 %, in each trial; data.features has time and entries.
# mask: none
# A trial of a few ms that loses its core between the last two readings shows that: five tries.
closes() {
    "$TICKGATE" run --rounds 1 --sizes 100k --passes T --min-time 1ms --quiet --format json --stream "synthetic:$1" \
        --params "book=$2,strategy=$3" -o result.json
    sed -n 's/.*"stage_gap": \([0-9.e+-]*\),*$/\1/p' result.json |
        awk '$1 > 0.01 { bad++ } END { exit NR && !bad ? 0 : 1 }'
}
check() {
    word=gapes
    for attempt in 1 2 3 4 5; do
        closes "$1" "$2" "$3" && word=closes && break
    done
    echo "$2 $3 $word"
    grep -A 3 '"name": "data.features"' result.json | tr -d ' ,"' |
        awk -F : '$1 == "entry_count" && $2 > 90000 { entries = 1 } $1 == "time_ns" && $2 > 0 { time = 1 }
            END { if (entries && time) print "data.features has both" }'
}
for strategy in taker maker reversion storm; do
    check futures l1 $strategy
    check depth l2 $strategy
    check orders l3 $strategy
done
