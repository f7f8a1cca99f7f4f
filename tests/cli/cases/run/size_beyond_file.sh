printf '20200101 170000000,1.10,1.11,0\n20200101 170000001,1.10,1.12,0\n' >two.csv
"$TICKGATE" run --ticks two.csv --sizes 3 --quiet
