# Removed by day, and for good.
"$TICKGATE" run --history h.db --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --output /dev/null
"$TICKGATE" history prune --before 2000-01-01 --history h.db
"$TICKGATE" history prune --before 2200-01-01 --history h.db
"$TICKGATE" history list --history h.db
"$TICKGATE" history changes --history h.db
"$TICKGATE" history export --history h.db | tr -d '\r'
