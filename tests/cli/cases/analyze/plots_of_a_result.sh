# A result has no functions to draw, and a folder that cannot be made is told before anything is profiled.
echo '{}' >result.json
"$TICKGATE" analyze result.json --plots out || echo "exit $?"
"$TICKGATE" analyze builtin:reference --plots result.json/plots
