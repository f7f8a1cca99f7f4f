# Targets judge a foreign file like any other.
# mask: none
cat >t.yaml <<T
schema: tickgate.targets/1
name: book
targets:
  - metric: latency_mean
    case: "replay_ticks*"
    max: 1 us
  - metric: throughput
    case: "book*"
    min: 1 ticks/s
T
"$TICKGATE" report --targets t.yaml --format junit "$SOURCE/tests/golden/gbench/repetitions.json"
