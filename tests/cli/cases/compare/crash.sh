# A crash is named with both files: which of the four arms it was, their process cannot say any more.
ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" compare engines/skeleton.so engines/crash.so --quiet
