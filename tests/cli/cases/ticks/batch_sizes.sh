# A real file's shape: the digest is the same at every batch size, and twice.
awk 'BEGIN { for (i = 0; i < 3000; i++) { p = 1121200 + 10 * ((i * 7919) % 53)
    printf "20200101 17%02d%02d%03d,%.6f,%.6f,0\n", i / 60 % 60, i % 60, i / 3600, p / 1e6, (p + 20 + i % 3 * 10) / 1e6 } }' | sort >q.csv
for batch in 1 2 3 7 64 255 256 1000 4095 4096 1; do
    "$TICKGATE" run --ticks q.csv --batch $batch --rounds 1 --passes A --min-time 1ms --quiet --format json -o r.json
    grep -o '"digest": "0x[0-9a-f]*"\|"processed_tick_count": [0-9]*\|"rejected_tick_count": [0-9]*' r.json | sort -u
done | sort | uniq -c | sed 's/0x[0-9a-f]*/<digest>/'
