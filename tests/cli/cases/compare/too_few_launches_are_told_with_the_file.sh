# Eleven launches have no look: the error names the receipt.
receipt=$SOURCE/tests/fuzz/corpus/fuzz_comparison_json/thirteen_launches.json
awk '/"is_slow": false/ && ++count > 11 { sub("false", "true") }
    /"launch_count": 12/ { sub("12", "0") } 1' "$receipt" >r.json
"$TICKGATE" compare --replay r.json
