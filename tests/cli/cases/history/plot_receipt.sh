# The forest of a receipt, and its launches.
if ! command -v gnuplot >/dev/null; then
    echo 'gnuplot is missing; to get it: tools/install_deps bench' >&2
    exit 77
fi
engines=$(dirname "$TICKGATE")
"$TICKGATE" compare "$engines/bench/reference.so" "$engines/engines/slow2x.so" --quiet --receipt r.json >/dev/null
"$TICKGATE" plot -o p r.json && ls p/*.svg
