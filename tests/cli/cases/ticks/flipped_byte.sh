"$TICKGATE" gen --count 1k -o t.tkt
printf 'X' | dd of=t.tkt bs=1 seek=9000 conv=notrunc 2>/dev/null
"$TICKGATE" run --ticks t.tkt --rounds 1 --passes A --quiet
