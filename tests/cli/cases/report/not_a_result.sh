echo '{"schema": "other"}' >r.json
"$TICKGATE" report r.json
