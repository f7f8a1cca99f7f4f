# The library prints NaN and Infinity bare: they cost their own figure only.
# mask: none
"$TICKGATE" report --format csv "$SOURCE/tests/golden/gbench/bare_nan.json" | tr -d '\r'
