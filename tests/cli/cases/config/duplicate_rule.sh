# mask: none
printf 'schema: tickgate.targets/1\nname: t\ntargets:\n  - metric: latency_p99\n    max: 10 ns\n  - metric: latency_p99\n    max: 20 ns\n' >t.yaml
"$TICKGATE" run --rounds 1 --quiet --targets t.yaml
