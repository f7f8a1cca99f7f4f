# A machine made of files: a container on a guest without a PMU. What is asked of the running system
# (rates, CPUs, opening a perf event, pinning, room, the build) differs from machine to machine.
put() { mkdir -p "root$(dirname "$1")"; printf '%s\n' "$2" >"root$1"; }
clock=/sys/devices/system/clocksource/clocksource0
put /proc/cpuinfo 'flags : fpu tsc rdtscp constant_tsc nonstop_tsc'
put $clock/current_clocksource hpet
put $clock/available_clocksource 'hpet acpi_pm'
put /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor powersave
put /sys/devices/system/cpu/intel_pstate/no_turbo 0
put /sys/kernel/mm/transparent_hugepage/enabled '[always] madvise never'
put /proc/sys/kernel/randomize_va_space 0
put /proc/sys/kernel/kptr_restrict 1
put /proc/self/mountinfo '32 31 0:29 / /cg rw - cgroup cgroup rw,cpu,memory'
put /proc/self/cgroup '4:cpu,memory:/job'
put /cg/job/cpu.cfs_quota_us 150000
put /cg/job/cpu.cfs_period_us 100000
put /cg/job/memory.limit_in_bytes 256000000
put /proc/stat 'cpu  700 0 100 150 0 0 0 50 0 0'
put /proc/pressure/cpu 'some avg10=12.50 avg60=1.00 avg300=0.10 total=1'
put /proc/meminfo 'MemTotal: 2000000 kB
MemAvailable: 300000 kB'
put /usr/share/fonts/truetype/some.ttf ''
put /usr/lib64/libnvidia-ml.so.1 ''
TICKGATE_HOST_ROOT=$PWD/root "$TICKGATE" doctor --seconds 0 |
    awk '/^[a-z]/ { live = /^[a-z]+ +(cycle counter|perf events|CPUs|pinning|temporary room|load|hypervisor|build of tickgate) / }
         !live && !/^host/ && !/^[0-9]+ ok/'
# The library that a run would open is the one that is looked for.
TICKGATE_HOST_ROOT=$PWD/root TICKGATE_NVML=/nonexistent.so "$TICKGATE" doctor --seconds 0 | grep -o '/nonexistent.so is not installed'
