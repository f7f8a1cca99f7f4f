# A waiver with a day to come lets the regression pass, and says so; one that has ended does not.
ln -s "$(dirname "$TICKGATE")/engines" engines
reference=$(dirname "$TICKGATE")/bench/reference.so
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: golden
budget: 20 s
cases:
  - name: mine
    metrics: [time]
waivers:
  - {case: mine, metric: time, until: 2999-12-31, reason: twice the model}
EOF
"$TICKGATE" gate gate.yaml --base "$reference" --head engines/slow2x.so --quiet --receipt r.json | grep -o 'regression, waived until 2999-12-31: twice the model'
sed -i 's/2999-12-31/2020-12-31/' gate.yaml
status=0
"$TICKGATE" gate gate.yaml --base "$reference" --head engines/slow2x.so --quiet >report || status=$?
grep -o 'its waiver ended on 2020-12-31' report | head -n 1
exit $status
