# A tick file cut in the middle: exit 2 and the byte offset.
"$TICKGATE" gen --count 1k -o t.tkt
head -c 20000 t.tkt >cut.tkt
"$TICKGATE" run --ticks cut.tkt --rounds 1 --passes A --quiet
