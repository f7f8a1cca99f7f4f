# A planted-fault stream is written like any other; its ticks are those that test_fault.c counts.
"$TICKGATE" gen --stream synthetic:fx+faults --count 5000 -o faults.tkt
"$TICKGATE" gen --stream synthetic:fx --count 5000 -o clean.tkt
test "$(wc -c <faults.tkt)" = "$(wc -c <clean.tkt)" && ! cmp -s faults.tkt clean.tkt && echo "same size, other ticks"
