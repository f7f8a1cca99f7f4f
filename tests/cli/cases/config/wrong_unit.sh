printf 'schema: tickgate.targets/1\nname: t\ntargets:\n  - metric: latency_p99\n    max: 10 MB\n' >t.yaml
"$TICKGATE" run --rounds 1 --quiet --targets t.yaml
