# What cannot be reported is in the history all the same.
"$TICKGATE" run --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --format json -o /dev/full --history h.db
status=$?
"$TICKGATE" history list --history h.db | grep -c ' run '
exit $status
