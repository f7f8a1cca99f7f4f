# Enough for some pairs; how much noise there is depends on the machine.
"$TICKGATE" doctor --quiet --seconds 0.5 | grep -c -e '^noise floor: the reference engine against itself' -e 'steal during this' -e '  noise '
