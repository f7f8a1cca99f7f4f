# A receipt gives its verdict again without measuring: what it holds is printed as it is.
# mask: none
"$TICKGATE" compare --replay "$SOURCE/tests/fuzz/corpus/fuzz_comparison_json/twenty_launches.json"
