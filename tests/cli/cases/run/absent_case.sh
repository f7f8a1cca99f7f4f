# A target that declares a case which the run does not have.
printf 'schema: tickgate.targets/1\nname: t\ntargets:\n  - metric: throughput\n    case: replay/5M\n    min: 1 ticks/s\n' >t.yaml
"$TICKGATE" run --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --targets t.yaml
