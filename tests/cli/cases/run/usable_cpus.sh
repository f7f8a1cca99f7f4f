# row: R05
# Bound to one processor, one is usable, however many the machine has.
taskset -c 0 "$TICKGATE" run --rounds 1 --sizes 10k --passes M --quiet --format json |
    grep -o '"cpu_usable_count": [0-9]*' && echo ok
