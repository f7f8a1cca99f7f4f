# A missing gnuplot costs the plots, never the verdict.
printf 'schema: tickgate.targets/1\nname: t\ntargets:\n  - metric: peak_memory\n    max: 1 KB\n' >t.yaml
tickgate=$TICKGATE
PATH=/nonexistent
"$tickgate" run --rounds 6 --sizes 10k --quiet --targets t.yaml --output-folder out >/dev/null 2>err
status=$?
while read -r line; do case $line in *"no plots:"*) echo "no plots" ;; esac; done <err
exit $status
