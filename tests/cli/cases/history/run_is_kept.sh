# Two runs, one told its commit by option and one by CI; what the table says of machine and date differs.
run() { "$TICKGATE" run --rounds 1 --sizes 10k --passes A --min-time 1ms --quiet --output /dev/null "$@"; }
run --history h.db --commit 3f9c1ab --branch main
TICKGATE_HISTORY=h.db GITHUB_SHA=0a1b2c3 GITHUB_REF_NAME="topic'; DROP TABLE runs; --" run
"$TICKGATE" history list --history h.db | awk '{ $2 = $8 = ""; print }' | sed 's/ [0-9a-f]\{8\} / /'
"$TICKGATE" history list --history h.db --branch main | wc -l
"$TICKGATE" history check --history h.db
