# row: D21
# Measuring changes no result: six passes, stages among them, two strategies, three seeds. The paced
# case replays as many ticks as the other one.
# mask: none
for seed in 1 2 3; do
    for strategy in taker maker; do
        "$TICKGATE" run --rounds 1 --sizes 10k --passes ABCPMT --pace '100 K ticks/s' --pace-time 100ms --min-time 1ms \
            --seed $seed --params strategy=$strategy --quiet --format json -o result.json
        sed -n 's/.*"pass": "\(.*\)",$/\1/p' result.json | sort -u | wc -l
        sed -n -e '/"trials"/,/"scaling"/s/.*"digest": //p' result.json | sort -u | wc -l
    done
done
