# Thirteen launches reach the first look only: there is no verdict, and it says so.
# mask: none
"$TICKGATE" compare --replay "$SOURCE/tests/fuzz/corpus/fuzz_comparison_json/thirteen_launches.json"
