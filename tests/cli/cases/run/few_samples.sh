# Four samples are no figure, and no verdict either: exit 3.
printf 'schema: tickgate.targets/1\nname: t\ntargets:\n  - metric: peak_memory\n    max: 1 GB\n' >t.yaml
"$TICKGATE" run --rounds 4 --sizes 10k --passes M --quiet --targets t.yaml | grep -v 'alloc\|growth' | grep -c 'insufficient samples'
"$TICKGATE" run --rounds 4 --sizes 10k --passes M --quiet --targets t.yaml >/dev/null
