"$TICKGATE" compare --replay "$SOURCE/tests/fuzz/corpus/fuzz_comparison_json/cut_off.json"
