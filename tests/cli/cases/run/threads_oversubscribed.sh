# Two threads on one CPU take turns: said in the table, in the record and in the note.
taskset -c 0 "$TICKGATE" run --threads 1,2 --filter 'threads/*' --rounds 1 --sizes 10k --min-time 1ms --quiet \
    --output-folder out --no-plots >report.txt
grep -c '^  2 .* oversubscribed' report.txt
grep -c '^  1 .* oversubscribed' report.txt || true
grep -A3 '"threads": {' out/results.json | grep -E 'count|oversubscribed'
grep -o 'no scalability law: .*' report.txt
