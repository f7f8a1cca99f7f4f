# mask: none
printf '20200101 170000065,1.121200,1.121720,0\n20200101 170010447,1.1212x0,1.121920,0\n' >q.csv
"$TICKGATE" convert q.csv q.tkt
