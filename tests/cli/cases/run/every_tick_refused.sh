# Quotes for a book of orders: the engine refuses them all, and the run says so (W14). Orders fit.
refused() {
    "$TICKGATE" run --quiet --rounds 1 --sizes 10k --passes A --min-time 1ms --filter 'replay/*' \
        --format json --params strategy=maker,book=l3 --stream "$1" | grep -c 'every tick of replay/10K was refused'
}
refused synthetic:futures
refused synthetic:orders || true
