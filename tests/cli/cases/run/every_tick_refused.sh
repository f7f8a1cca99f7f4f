# Quotes for a book of orders: the engine refuses them all, for one of levels all but the trades, and the
# run says so (W14). Orders fit.
refused() {
    "$TICKGATE" run --quiet --rounds 1 --sizes 10k --passes A --min-time 1ms --filter 'replay/*' \
        --format json --params strategy=maker,book="$1" --stream "$2" | grep -c "$3 refused in replay/10K"
}
refused l3 synthetic:futures 'every tick was'
refused l2 synthetic:futures 'most ticks were'
refused l3 synthetic:orders '' || true
