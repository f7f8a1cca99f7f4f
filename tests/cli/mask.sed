# Numbers with a unit that a measurement gives; columns shrink so that widths do not matter.
s/[-+]?[0-9][0-9.,]*( ?\[[-+0-9., ]+\])? ?[GMK]? ?ticks\/s/<rate>/g
s/[-+]?[0-9][0-9.,]*( ?\[[-+0-9., ]+\])? [GMK]\/s/<rate>/g
s/[-+]?[0-9][0-9.,]*( ?\[[-+0-9., ]+\])? ?(ns|us|ms|s|min)([^A-Za-z0-9_/]|$)/<time>\3/g
s/[-+]?[0-9][0-9.,]*( ?\[[-+0-9., ]+\])? ?([KMG]i?B|B|bytes)([^A-Za-z0-9_/]|$)/<size>\3/g
s/[-+]?[0-9][0-9.,]* ?%/<share>/g
s/ +/ /g
# What the machine and the clock say.
s/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/<date>/g
s/^host .*/host <host>/
