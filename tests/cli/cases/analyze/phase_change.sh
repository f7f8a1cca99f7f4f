# row: V10
# Functions over the time of a replay, of an engine whose hot function changes half way: which one is hottest in the buckets of the first
# and of the last two fifths, as the data of the picture say.
if grep -q '__[at]san_init' "$TICKGATE"; then
    echo 'sanitizers and valgrind exclude each other' >&2
    exit 77
fi
if ! command -v gnuplot >/dev/null; then
    echo 'gnuplot is missing; to get it: tools/install_deps bench' >&2
    exit 77
fi
engine=$(dirname "$TICKGATE")/engines/phases.so
status=0
"$TICKGATE" analyze "$engine" --params change=50000 --plots plots >found 2>said || status=$?
if [ "$status" = 6 ]; then
    cat said >&2
    exit 77
fi
cat said
ls plots/heat.png plots/heat.svg
# Block 2 of the frame names the rows by their place, block 1 of the data holds the cells: column, place, per cent.
awk -F '\t' '
    FNR == 1 { file++; block = 0; blank = 0 }
    /^$/ { blank++; next }
    { if (blank >= 2) block++; blank = 0 }
    /^#/ { next }
    file == 1 && block == 2 { sub(/  .*/, "", $2); name[$1] = $2 }
    file == 2 && block == 1 {
        if (!($1 in most) || $3 > most[$1]) { most[$1] = $3; hot[$1] = name[$2] }
        if ($1 + 1 > columns) columns = $1 + 1
    }
    END {
        for (i = 0; i < columns; i++) {
            if ((i + 0.5) / columns < 0.4) print "first " hot[i]
            if ((i + 0.5) / columns > 0.6) print "last " hot[i]
        }
    }' plots/heat_frame.dat plots/heat.dat | sort -u
