# One sample per case is no figure, whatever it is the median of.
# mask: none
"$TICKGATE" report --format csv "$SOURCE/tests/golden/gbench/aggregates_only.json" | tr -d "\r"
