# Targets of cases that the user filtered out are left out, and said to be.
printf 'schema: tickgate.targets/1\nname: t\ntargets:\n  - metric: throughput\n    case: replay/1M\n    min: 1 ticks/s\n' >t.yaml
"$TICKGATE" run --rounds 1 --filter replay/10K --passes A --min-time 1ms --quiet --targets t.yaml >/dev/null
