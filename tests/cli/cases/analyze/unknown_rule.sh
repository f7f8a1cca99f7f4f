printf 'schema: tickgate.rules/1\nrules:\n  - {rule: slow_functions, high: 1 s}\n' >rules.yaml
"$TICKGATE" analyze --rules rules.yaml results.json
