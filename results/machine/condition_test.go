package machine

import (
	"strings"
	"testing"
	"testing/fstest"
)

// files makes a root directory of names and contents.
func files(pairs ...string) fstest.MapFS {
	root := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		root[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return root
}

func TestConditions(t *testing.T) {
	const cpu = "sys/devices/system/cpu/"
	for _, c := range []struct {
		root     fstest.MapFS
		name     string
		value    string
		doubtful bool
	}{
		{files(cpu+"cpu0/cpufreq/scaling_governor", "performance\n", cpu+"cpu1/cpufreq/scaling_governor", "performance\n"), "governor", "performance", false},
		{files(cpu+"cpu0/cpufreq/scaling_governor", "powersave\n", cpu+"cpu1/cpufreq/scaling_governor", "performance\n", cpu+"cpu2/cpufreq/scaling_governor", "performance\n"),
			"governor", "performance on 2 CPUs, powersave on 1 CPU", true},
		{files(cpu+"intel_pstate/no_turbo", "0\n"), "turbo", "on", true},
		{files(cpu+"intel_pstate/no_turbo", "1\n"), "turbo", "off", false},
		{files(cpu+"cpufreq/boost", "1\n"), "turbo", "on", true},
		{files(cpu+"cpufreq/boost", "0\n"), "turbo", "off", false},
		{files(cpu+"smt/active", "1\n", cpu+"smt/control", "on\n"), "SMT", "on", true},
		{files(cpu+"smt/active", "0\n", cpu+"smt/control", "off\n"), "SMT", "off (off)", false},
		{files("proc/self/cgroup", "0::/a/b\n", "sys/fs/cgroup/a/b/cpu.max", "max 100000\n", "sys/fs/cgroup/a/cpu.max", "150000 100000\n"), "CPU quota", "1.5 CPUs", true},
		{files("proc/self/cgroup", "0::/a/b\n", "sys/fs/cgroup/a/b/cpu.max", "300000 100000\n", "sys/fs/cgroup/a/cpu.max", "150000 100000\n"), "CPU quota", "1.5 CPUs", true},
		{files("proc/self/cgroup", "0::/a/b\n", "sys/fs/cgroup/a/b/cpu.max", "50000 100000\n", "sys/fs/cgroup/a/cpu.max", "150000 100000\n"), "CPU quota", "0.5 CPUs", true},
		{files("proc/self/cgroup", "0::/a\n", "sys/fs/cgroup/a/cpu.max", "max 100000\n"), "CPU quota", "none", false},
		{files("proc/self/cgroup", "0::/\n", "sys/fs/cgroup/cgroup.controllers", "cpu\n"), "CPU quota", "none", false},
		{files("proc/self/cgroup", "0::/\n3:cpuacct,cpu:/a\n", "sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "50000\n", "sys/fs/cgroup/cpu/a/cpu.cfs_period_us", "100000\n"), "CPU quota", "0.5 CPUs", true},
		{files("proc/self/cgroup", "3:cpu:/\n", "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n", "sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n"), "CPU quota", "none", false},
		{files("proc/self/cgroup", "0::/a\n", "sys/fs/cgroup/a/cpu.max", "all of them\n"), "CPU quota", Unknown, false},
		{files("proc/self/environ", "A=1\x00GOMEMLIMIT=100MiB\x00"), "memory", "GOMEMLIMIT 100 MiB", true},
		{files("proc/self/environ", "GOMEMLIMIT=268435456"), "memory", "GOMEMLIMIT 256 MiB", false},
		{files("proc/self/environ", "GOMEMLIMIT=268435455B"), "memory", "GOMEMLIMIT 256 MiB", true},
		{files("proc/self/environ", "GOMEMLIMIT=2TiB\x00"), "memory", "GOMEMLIMIT 2.097e+06 MiB", false},
		{files("proc/self/environ", "GOMEMLIMIT=off\x00"), "memory", "no limit", false},
		{files("proc/self/environ", "GOMEMLIMIT=much\x00"), "memory", Unknown, false},
		{files("proc/self/environ", "XGOMEMLIMIT=1\x00"), "memory", "no limit", false},
		{files("proc/self/limits", "Limit  Soft  Hard  Units\nMax address space         1073741824           unlimited            bytes\n"), "memory", "ulimit -v 1024 MiB", true},
		{files("proc/self/limits", "Max address space         2147483648           unlimited            bytes\n"), "memory", "ulimit -v 2048 MiB", false},
		{files("proc/self/limits", "Max address space         unlimited            unlimited            bytes\n"), "memory", "no limit", false},
		{files("proc/self/limits", "Max data size         1            unlimited            bytes\n"), "memory", Unknown, false},
		{files("proc/self/cgroup", "0::/a/b\n", "sys/fs/cgroup/a/b/memory.max", "max\n", "sys/fs/cgroup/a/memory.max", "104857600\n"), "memory", "group 100 MiB", true},
		{files("proc/self/cgroup", "0::/a\n", "sys/fs/cgroup/a/memory.max", "max\n"), "memory", "no limit", false},
		{files("proc/self/cgroup", "4:memory:/a\n", "sys/fs/cgroup/memory/a/memory.limit_in_bytes", "536870912\n", "sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"), "memory", "group 512 MiB", false},
		{files("proc/self/environ", "GOMEMLIMIT=1GiB\x00", "proc/self/limits", "Max address space         3221225472 1 bytes\n"), "memory", "GOMEMLIMIT 1024 MiB, ulimit -v 3072 MiB", false},
		{files("proc/self/status", "Name:\tx\nCpus_allowed_list:\t0-6,9\n"), "CPUs", "8 usable (0-6,9)", false},
		{files("proc/self/status", "Cpus_allowed_list:\t3\n"), "CPUs", "1 usable (3)", true},
		{files("proc/loadavg", "0.10 0.20 0.30 1/100 12\n"), "load", "0.10 0.20 0.30 over 1, 5, 15 minutes", false},
		{files("proc/loadavg", "3.10 0.20 0.30 1/100 12\n"), "load", "3.10 0.20 0.30 over 1, 5, 15 minutes", true},
		{files("proc/loadavg", "\n"), "load", Unknown, false},
		{files("proc/cpuinfo", "flags\t: fpu hypervisor sse\n", "sys/class/dmi/id/product_name", "KVM\n"), "virtualised", "yes, KVM", true},
		{files("proc/cpuinfo", "flags\t: fpu nohypervisor\n"), "virtualised", "no", false},
		{files("proc/cpuinfo", "processor: 0\n"), "virtualised", Unknown, false},
		{files("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n"), "THP", "madvise", false},
		{files("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n"), "clocksource", "tsc", false},
		{files("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n"), "clocksource", "hpet", true},
		{files(cpu+"isolated", "\n", cpu+"nohz_full", "(null)\n"), "isolated CPUs", "none", false},
		{files(cpu+"isolated", "2-3\n", cpu+"nohz_full", "3\n"), "isolated CPUs", "2-3, without a tick: 3", false},
	} {
		for _, got := range Conditions(c.root) {
			switch {
			case got.Name != c.name:
			case got.Value != c.value || got.Doubtful != c.doubtful:
				t.Errorf("%s is %q, doubtful %v; want %q, %v", c.name, got.Value, got.Doubtful, c.value, c.doubtful)
			}
			if got.Effect == "" || got.Name != c.name && got.Value != Unknown {
				t.Errorf("%s is %q of the files of %s, and does %q", got.Name, got.Value, c.name, got.Effect)
			}
		}
	}
}

// What cannot be read is unknown, and raises no doubt.
func TestConditionsOfNothing(t *testing.T) {
	for _, c := range Conditions(files()) {
		if c.Value != Unknown || c.Doubtful || c.Effect == "" {
			t.Errorf("%+v", c)
		}
	}
}

func TestHereIsThisMachine(t *testing.T) {
	m := Here()
	if m.Kernel == "" || m.CPU == "" || m.Governor == "" || m.CPUs < 1 || !strings.HasPrefix(m.Go, "go") && !strings.HasPrefix(m.Go, "devel") {
		t.Errorf("%+v", m)
	}
}
