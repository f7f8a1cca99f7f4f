# A benchmark that reported an error is told above all figures; skipped ones are counted.
# mask: none
"$TICKGATE" report "$SOURCE/tests/golden/gbench/version_1_9.json"
