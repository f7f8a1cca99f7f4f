# row: R07 R08
# The series of a sampled run are tables of the history: as many rows as the result file has numbers in its series.
"$TICKGATE" run --rounds 2 --sizes 10k --passes ABM --min-time 5ms --sample 1ms --quiet --history h.db --format json --output r.json
series() { sed -n '/"series": {/,/}/p' r.json | sed -n "/\"$1\": \[/,/]/p"; }
samples=$(series rss_bytes | grep -c '^ *-*[0-9]*,*$')
trials=$(series rss_bytes | grep -c rss_bytes)
"$TICKGATE" history show 1 --history h.db | sed -n "s/^telemetry: $trials trials, $samples rows of sys_cpu, $samples of/as many as in the result:/p"
[ "$trials" -gt 0 ] && [ "$samples" -ge "$trials" ] && echo "and there are some"
"$TICKGATE" run --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --history h.db --output /dev/null
"$TICKGATE" history show 2 --history h.db | grep -c '^telemetry'
"$TICKGATE" history check --history h.db
