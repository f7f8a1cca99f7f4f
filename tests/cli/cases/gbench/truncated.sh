"$TICKGATE" report "$SOURCE/tests/golden/gbench/cut_by_abort.json"
