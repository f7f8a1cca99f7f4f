# Pass D shows its own figures, says what they are for, and no target may judge them.
"$TICKGATE" run --quiet --rounds 5 --sizes 10K --passes AD --min-time '1 ms' --filter 'replay/*' |
    grep -e 'W11' -e 'every p' -e 'every max' | awk '{ print $1, $2, $3 == "pass" ? "pass D" : "" }'
cat >targets.yaml <<'END'
schema: tickgate.targets/1
name: mine
targets:
  - {metric: every_p99, max: 40 ns}
END
"$TICKGATE" run --quiet --sizes 10K --targets targets.yaml
