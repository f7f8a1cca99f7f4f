# Streams of single orders and of price levels are written, and read again, like any other.
for stream in orders depth; do
    "$TICKGATE" gen --stream synthetic:$stream --seed 9 --first 1000 --count 40k -o $stream.tkt
    "$TICKGATE" convert $stream.tkt again.tkt
    cmp $stream.tkt again.tkt && wc -c <again.tkt
done
