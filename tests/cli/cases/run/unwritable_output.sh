"$TICKGATE" run --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet -o no/such/folder/report.txt
