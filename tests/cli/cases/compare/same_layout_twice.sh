# A copy is no second layout.
ln -s "$(dirname "$TICKGATE")/engines" engines
cp engines/skeleton.so copy.so
"$TICKGATE" compare engines/skeleton.so,copy.so engines/slow2x.so
