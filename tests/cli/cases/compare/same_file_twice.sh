# One build on both sides says nothing about a change, by whatever name it comes.
ln -s "$(dirname "$TICKGATE")/engines" engines
cp engines/skeleton.so copy.so
"$TICKGATE" compare engines/skeleton.so copy.so
