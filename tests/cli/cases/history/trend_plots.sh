# Five runs of one machine: too few for a step, enough for pictures.
if ! command -v gnuplot >/dev/null; then
    echo 'gnuplot is missing; to get it: tools/install_deps bench' >&2
    exit 77
fi
for i in 1 2 3 4 5; do
    "$TICKGATE" run --history h.db --commit "c$i" --rounds 5 --sizes 10k --passes AM --min-time 1ms --quiet --output /dev/null
done
"$TICKGATE" history trend peak_memory replay/10K --history h.db --last 2 --plots p | sed -E 's/machine [0-9a-f]+/machine M/; s/20[0-9-]+T[0-9:]+/<date>/; s/ +/ /g'
ls p
