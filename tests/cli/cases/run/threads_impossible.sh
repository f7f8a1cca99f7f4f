# row: R16
# A fabricated result: two threads do 2.4 times the work of one, 120 % efficiency. The run is refused (exit 3) even
# where a target is met, in every format, and never celebrated.
# mask: none
"$TICKGATE" run --threads 1,2 --filter 'threads/*' --rounds 5 --sizes 10k --min-time 1ms --quiet --format json -o real.json
awk '/"name": "threads\// { rate = /threads\/2/ ? 240 : 100 }
    /"invalid": \[$/ { print "\"invalid\": [],"; skip = 1 }
    skip { skip = !/\]/; next }
    /"throughput": [0-9]/ { sub(/[0-9][0-9.e+]*/, rate "000.0") }
    /"oversubscribed"/ { sub(/true/, "false") }
    { print }' real.json >fabricated.json
cat >easy.yaml <<'END'
schema: tickgate.targets/1
name: easy
targets:
  - {metric: throughput, case: threads/*, min: 10 ticks/s}
END
for format in human json csv markdown junit; do
    status=0
    "$TICKGATE" report --targets easy.yaml --format "$format" fabricated.json >"$format.txt" || status=$?
    echo "$format exits $status"
done
grep 'INVALID' human.txt
grep -o '^note  W07.*' human.txt
grep '^## ' markdown.txt
grep -E '"impossible"|"exit_code"|"outcome"' json.txt
grep -E '^threads/2,.*,(efficiency|speedup),' csv.txt | cut -d, -f3-7
grep -o 'an efficiency above 105 % cannot be' junit.txt
