# What a user typed reaches no terminal raw.
"$TICKGATE" run --engine "$(printf '\033[31mx.so')"
