# row: R09
# --telemetry adds a table of what a sampler saw beside each trial; a machine without a GPU library says so and
# that is no failure. Passes A and R are never sampled: the gate judges A.
"$TICKGATE" run --rounds 1 --sizes 1m --passes ABM --min-time 40ms --quiet --telemetry >out.txt
TICKGATE_NVML=/nonexistent.so "$TICKGATE" run --rounds 1 --sizes 10k --passes B --quiet --sample 50ms >gpu.txt
sed -n -e '/^TELEMETRY/,/gpu/p' out.txt | awk '{ print $1, $2 }' | grep -E '^(TELEMETRY|replay|[A-Z] [a-z]|machine|gpu)'
grep -o 'gpu: unavailable (/nonexistent.so' gpu.txt
TICKGATE_NVML=$(dirname "$TICKGATE")/nvml/fake_nvml.so "$TICKGATE" run --rounds 1 --sizes 10k --passes B --quiet --telemetry |
    grep -o 'gpu . Fake [A-Za-z]*'
# A library that crashes or ends the process when it is asked is named, and no engine is blamed.
TICKGATE_NVML=$(dirname "$TICKGATE")/nvml/fake_nvml.so FAKE_NVML_END=crash "$TICKGATE" run --rounds 1 --sizes 10k --passes B --quiet \
    --telemetry | grep -o 'fake_nvml.so crashed with SIGABRT when it was asked for the devices'
# Without the option there is none of it, and a bad interval is refused before anything runs.
"$TICKGATE" run --rounds 1 --sizes 10k --passes B --quiet | grep -c TELEMETRY
"$TICKGATE" run --sample 5 --quiet
