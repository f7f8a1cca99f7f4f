# Instructions that grew by 7 %: waived, waived too long ago, and a waiver of a row that the file does not have.
if ! command -v valgrind >/dev/null || ldd "$TICKGATE" | grep -qE 'lib[at]san'; then
    echo "needs valgrind, and a tickgate without sanitizers" >&2
    exit 77
fi
engines=$(dirname "$TICKGATE")/engines
judge() {
    cat >gate.yaml <<EOF
schema: tickgate.gate/1
name: golden
cases:
  - {name: mine, metrics: [instructions], ticks: 2000}
waivers:
  - {case: mine, metric: $1, until: $2, reason: a wider model}
EOF
    status=0
    "$TICKGATE" gate gate.yaml --base "$engines/blind_base.so" --head "$engines/blind_instructions.so" --quiet >report || status=$?
    grep -E '^mine|^  gate.yaml|rows' report | sed -E 's/ +/ /g; s/; guilty:.*//; s/[+][0-9.]+ %/+GROWTH/; s/mine instructions [0-9]+ [0-9]+/mine instructions BASE HEAD/' || :
    echo "exit status $status"
}
judge instructions 2999-12-31
judge instructions 2020-12-31
judge peak_memory 2999-12-31
