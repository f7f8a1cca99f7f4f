printf 'schema: tickgate.targets/1\nname: t\ntargets:\n  - metric: peak_memory\n    max: 1 GB\n' >t.yaml
"$TICKGATE" run --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --targets t.yaml
