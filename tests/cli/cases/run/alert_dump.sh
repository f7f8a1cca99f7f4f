# row: T07
# The flight recorder: a rule that is raised leaves one JSON of what led to it, a rule that is not leaves none, and a folder that cannot be
# written is a failed action that changes no exit status.
command -v jq >/dev/null || { echo 'jq' >&2; exit 77; }
cat >alerts.yaml <<'END'
schema: tickgate.alerts/1
name: t
rules:
  - {metric: rss, greater_than: 1 B, log: no, dump: flights}
  - {metric: rss, greater_than: 1000 GB, log: no, dump: flights}
  - {metric: block_p50, greater_than: 0 ns, log: no, dump: flights}
  - {metric: block_p50, greater_than: 0 ns, log: no, dump: /dev/null/flights}
END
"$TICKGATE" run --rounds 2 --sizes 10k --passes B --min-time 5ms --quiet --alerts alerts.yaml --output-folder out --no-plots >/dev/null
ls flights | sed 's/flight-[0-9]*-[0-9]*-/flight-TIME-PROCESS-/'
for file in flights/*; do
    jq -c '[.schema, .alert.event, .alert.metric, .alert.rule, .alert.case, .trial.case, .trial.pass, .trial.round]' "$file"
    jq -c '[.run.engine, .run.stream, .run.seed, (.environment.kernel | length > 0), (.environment.fingerprint | length)]' "$file"
    jq -c '[(.samples | length >= 1 and length <= 256), ([.samples[].rss_bytes] | all(. > 1)), ([.samples[].time] | . == sort)]' "$file"
done
jq -c '.alerts[] | [.rule, .event, .failed_action_count]' out/results.json
