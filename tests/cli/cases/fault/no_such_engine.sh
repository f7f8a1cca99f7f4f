"$TICKGATE" run --engine referense --rounds 1 --sizes 10k --passes A --quiet
