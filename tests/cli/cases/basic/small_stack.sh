# mask: none
# A soft limit is raised; a hard one ends with its reason instead of a signal.
(ulimit -S -s 256; "$TICKGATE" version >small.txt)
"$TICKGATE" version | cmp - small.txt && echo "runs with a small soft limit"
ulimit -s 256
"$TICKGATE" version
