# A file of another project: six repetitions are six rounds; what the file cannot say is not there.
# mask: none
"$TICKGATE" report "$SOURCE/tests/golden/gbench/repetitions.json"
