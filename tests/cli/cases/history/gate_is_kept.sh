# The verdicts of a gate, row by row.
cp "$(dirname "$TICKGATE")/bench/reference.so" base.so
cp "$(dirname "$TICKGATE")/engines/slow2x.so" head.so
printf 'schema: tickgate.gate/1\nname: mine\ncases:\n  - {name: futures, metrics: [time]}\n' >gate.yaml
"$TICKGATE" gate gate.yaml --base base.so --head head.so --history h.db --head-commit c1 --quiet --output /dev/null
"$TICKGATE" history show 1 --history h.db | awk '/^commit|^base/ { print } /^time/ { print $1, $2, $NF }'
