# What is no receipt is refused with the place.
printf '{"schema": "tickgate.comparison/1"}\n' >r.json
"$TICKGATE" gate --replay r.json
