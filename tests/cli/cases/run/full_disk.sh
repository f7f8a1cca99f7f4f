"$TICKGATE" run --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --format json -o /dev/full
