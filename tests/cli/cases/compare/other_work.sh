# Two engines that do not do the same work are not compared by their speed.
ln -s "$(dirname "$TICKGATE")/engines" engines
"$TICKGATE" compare engines/skeleton.so engines/slow2x.so --quiet
