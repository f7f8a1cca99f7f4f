# --stages adds pass T to the passes: a table of where the time goes, a row per stage.
ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" run --print-config --passes A --stages | grep '^passes'
"$TICKGATE" run --rounds 1 --sizes 10k --passes A --stages --min-time 1ms --quiet --engine engines/staged.so |
    sed -n -e '/^STAGES/,/^$/p' | awk '{ print $1, $2 }'
"$TICKGATE" run --rounds 1 --sizes 10k --passes T --min-time 1ms --quiet --format csv --engine engines/staged.so | cut -d, -f3
