# Git names commits by 64 hex digits where a repository uses SHA-256; 128 bytes are too many for anything.
cat >gate.yaml <<'EOF'
schema: tickgate.gate/1
name: golden
cases:
  - name: mine
    metrics: [time]
EOF
commit=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
status=0
"$TICKGATE" gate gate.yaml --base-failed log --head-failed log --base-commit "$commit" --head-commit "$commit" \
    --receipt r.json --quiet >report || status=$?
grep -c "$commit" report
grep -c "_revision\": \"$commit\"" r.json
"$TICKGATE" gate --replay r.json --format github-outputs || true
"$TICKGATE" gate gate.yaml --base-failed log --head-failed log --base-commit "$commit$commit" || true
exit $status
