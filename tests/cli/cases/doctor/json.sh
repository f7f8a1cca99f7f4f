"$TICKGATE" doctor --seconds 0 --format json --output doctor.json
grep -c '"id"' doctor.json
grep -e '"schema"' -e '"noise"' doctor.json
