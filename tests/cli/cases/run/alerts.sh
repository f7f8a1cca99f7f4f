# row: T07
# Rules in YAML: told once per raise, done without a shell, kept in the result file; a slip is refused before anything runs.
cat >alerts.yaml <<'END'
schema: tickgate.alerts/1
name: t
rules:
  - {metric: throughput, case: replay/10K, greater_than: 1 ticks/s}
  - metric: block_p50
    greater_than: 0 ns
    log: no
    exec: [/bin/sh, -c, 'echo "$TICKGATE_ALERT_METRIC $TICKGATE_ALERT_EVENT $TICKGATE_ALERT_CASE" >>told']
    drop: dropped
  - {metric: rss, less_than: 1 B}
  - {metric: latency_mean, greater_than: 0 ns, log: no, exec: [/bin/false]}
END
"$TICKGATE" run --rounds 2 --sizes 10k --passes AB --min-time 5ms --quiet --alerts alerts.yaml --output-folder out --no-plots >/dev/null 2>err
sed 's/= .* (thr/= VALUE (thr/' err
cat told
ls dropped | sed 's/-[0-9]*-1-/-TIME-1-/'
sed -n '/^ "alerts": \[/,/^ \]/s/^ *"\(event\|op\|metric\|case\|rule\|failed_action_count\)": \(.*[^,]\),*$/\2/p' out/results.json |
    paste -d , - - - - - - | sed 's/.*/[&]/' | sort
"$TICKGATE" report --format json out/results.json | grep -c '"event":'
sed -i 's/rss, less_than/rss, less_then/' alerts.yaml
"$TICKGATE" run --quiet --alerts alerts.yaml
