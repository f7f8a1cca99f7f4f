# A mistake in a target is found before the run: no folder is made, nothing is measured.
printf 'schema: tickgate.targets/1\nname: t\ntargets:\n  - metric: latency_mean\n    max: 3 x ruler/nope\n' >t.yaml
"$TICKGATE" run --quiet --targets t.yaml --output-folder out
status=$?
ls
exit $status
