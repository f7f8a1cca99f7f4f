# An engine cannot be infinitely fast: a confirmed miss is exit 1 and names the YAML line.
printf 'schema: tickgate.targets/1\nname: t\ntargets:\n  - metric: peak_memory\n    max: 1 KB\n' >t.yaml
"$TICKGATE" run --rounds 6 --sizes 10k --passes M --quiet --targets t.yaml | grep -o 't.yaml:4\|FAIL 1'
"$TICKGATE" run --rounds 6 --sizes 10k --passes M --quiet --targets t.yaml >/dev/null
