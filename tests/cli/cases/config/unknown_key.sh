printf 'schema: tickgate.targets/1\nname: t\ntargets:\n  - metric: throughput\n    minimum: 1 ticks/s\n' >t.yaml
"$TICKGATE" run --rounds 1 --quiet --targets t.yaml
