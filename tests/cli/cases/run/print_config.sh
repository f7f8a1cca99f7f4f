# mask: none
printf 'schema: tickgate.suite/1\nseed: 7\nrounds: 3\n' >tickgate.yaml
TICKGATE_BATCH=256 "$TICKGATE" run --print-config --sizes 10k,2M
