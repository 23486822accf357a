package calibrate

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// machine describes where this runs.
func machine() string {
	var u unix.Utsname
	release := "Linux"
	if unix.Uname(&u) == nil {
		release += " " + string(u.Release[:bytes.IndexByte(u.Release[:], 0)])
	}
	return fmt.Sprintf("%s, %d CPUs, %s", model(), runtime.NumCPU(), release)
}

// model is what the CPU is called.
func model() string {
	data, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(line, ":")
		if strings.TrimSpace(key) == "model name" {
			if strings.Contains(string(data), " hypervisor") {
				return strings.TrimSpace(value) + " (virtual)"
			}
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// cpus returns the CPUs that this process may use.
func cpus() ([]int, error) {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		return nil, fmt.Errorf("sched_getaffinity: %w", err)
	}
	var all []int
	for cpu := range 8 * len(set) * 8 {
		if set.IsSet(cpu) {
			all = append(all, cpu)
		}
	}
	return all, nil
}

// pinned runs each function on a thread of its own, on the CPU of its number
// among those there are, and returns the first error.
func pinned(at []int, run ...func() error) error {
	all, err := cpus()
	if err != nil {
		return err
	}
	for _, i := range at {
		if i >= len(all) {
			return fmt.Errorf("it takes %d CPUs, and this process may use %d", i+1, len(all))
		}
	}
	done := make(chan error, len(run))
	for i, f := range run {
		go func() {
			runtime.LockOSThread() // for good: the thread ends with its pinning
			var set unix.CPUSet
			set.Set(all[at[i]])
			err := unix.SchedSetaffinity(0, &set)
			if e := f(); err == nil {
				err = e
			}
			done <- err
		}()
	}
	for range run {
		if e := <-done; err == nil {
			err = e
		}
	}
	return err
}
