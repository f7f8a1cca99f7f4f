# An engine that keeps no statistics has none to show: a run like any other, exit 0. The results are the same.
# mask: none
for strategy in taker maker; do
    for statistics in 0 1; do
        "$TICKGATE" run --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --format json \
            --params strategy=$strategy,statistics=$statistics -o $statistics.json
        sed -n 's/.*"digest": //p' $statistics.json | sort -u >$statistics.digest
        [ -s $statistics.digest ]
    done
    cmp 0.digest 1.digest
    sed -n -e '/"portfolio"/,/}/p' 0.json | tr -d ' ,' | sort -u
done
"$TICKGATE" run --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --params statistics=0 | grep -o 'portfolio .*' | sort -u
