# What an earlier, larger run left in the folder does not stay beside the new result.
"$TICKGATE" run --rounds 1 --sizes 10k,20k --passes A --min-time 1ms --quiet --no-plots --output-folder out >/dev/null
"$TICKGATE" run --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --no-plots --output-folder out >/dev/null
ls out
