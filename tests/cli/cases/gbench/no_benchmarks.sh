"$TICKGATE" report "$SOURCE/tests/golden/gbench/no_benchmarks.json"
