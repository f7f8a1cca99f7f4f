# A receipt needs no gate file.
"$TICKGATE" gate gate.yaml --replay r.json
