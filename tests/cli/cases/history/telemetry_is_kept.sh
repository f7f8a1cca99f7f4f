# row: R07 R08
# The series of a sampled run are tables of the history: as many rows as the result file has samples in its series.
"$TICKGATE" run --rounds 2 --sizes 10k --passes ABM --min-time 5ms --sample 1ms --quiet --history h.db --format json --output r.json
samples=$(jq '[.cases[].trials[].telemetry // empty | .series.rss_bytes | length] | add' r.json)
trials=$(jq '[.cases[].trials[].telemetry // empty] | length' r.json)
"$TICKGATE" history show 1 --history h.db | grep '^telemetry' | sed "s/^telemetry: $trials trials, $samples rows of sys_cpu, $samples of/as many as in the result:/"
jq -e "$trials > 0 and $samples >= $trials" r.json
"$TICKGATE" run --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --history h.db --output /dev/null
"$TICKGATE" history show 2 --history h.db | grep -c '^telemetry'
"$TICKGATE" history check --history h.db
