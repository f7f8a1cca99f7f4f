# Every way to name no usable history.
printf 'just text, long enough to be looked at\n' >text.db
"$TICKGATE" history list
"$TICKGATE" history list --history absent.db
"$TICKGATE" history list --history text.db
"$TICKGATE" run --history text.db --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet
"$TICKGATE" run --history absent/h.db --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet
