# Little memory spoils every number: 6 under --strict, and only there.
mkdir -p root/proc
printf 'MemTotal: 2000000 kB\nMemAvailable: 1000 kB\n' >root/proc/meminfo
export TICKGATE_HOST_ROOT=$PWD/root
"$TICKGATE" doctor --seconds 0 | grep SPOILS | grep '^limited *memory '
"$TICKGATE" doctor --seconds 0 --strict >/dev/null
