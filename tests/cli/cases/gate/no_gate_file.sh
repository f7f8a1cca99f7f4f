# A gate file that is not there.
"$TICKGATE" gate nowhere.yaml --base a.so --head b.so
