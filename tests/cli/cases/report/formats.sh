# One result, read back and printed in every format without measuring again; json comes out unchanged.
"$TICKGATE" run --rounds 6 --sizes 10k --passes M --quiet --format json -o r.json
for format in human text json gbench csv markdown junit hgrm hlog; do
    "$TICKGATE" report --format $format r.json >again.$format && test -s again.$format && echo $format
done
cmp r.json again.json && echo same
