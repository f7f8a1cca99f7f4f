"$TICKGATE" report "$SOURCE/tests/golden/gbench/duplicate_key.json"
