# Actions and their words.
"$TICKGATE" run --history h.db --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --output /dev/null
export TICKGATE_HISTORY=h.db
"$TICKGATE" history
"$TICKGATE" history remember
"$TICKGATE" history show
"$TICKGATE" history show one
"$TICKGATE" history show 7
"$TICKGATE" history trend throughput
"$TICKGATE" history trend throughput replay/5M
"$TICKGATE" history trend latency_p99 replay/10K
"$TICKGATE" history prune
"$TICKGATE" history prune --before yesterday
"$TICKGATE" history export --format xml
