# A range reaches no further than the CPUs that can be used; counts that are named one by one are meant.
taskset -c 0 "$TICKGATE" run --threads 1..3 --quiet
