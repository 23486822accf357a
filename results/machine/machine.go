package machine

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"daxwait/internal/phrase"
)

// Machine is the fingerprint of where and with what a record was made. What
// cannot be read is "unknown".
type Machine struct {
	Kernel     string `json:"kernel"`
	CPU        string `json:"cpu"`
	CPUs       int    `json:"cpus"`
	GOMAXPROCS int    `json:"gomaxprocs"`
	Governor   string `json:"governor"`
	Virtual    bool   `json:"virtual"`
	Go         string `json:"go"`
	OS         string `json:"os"`
	Arch       string `json:"arch"`
	Commit     string `json:"commit"`
	// Load is the load average over a minute when the run began.
	Load float64 `json:"load"`
	// Others is how many CPUs other work had on average while the windows ran, 0 if
	// that is not known.
	Others float64 `json:"others,omitempty"`
}

// Here returns the fingerprint of this machine.
func Here() *Machine {
	s := system{os.DirFS("/")}
	known := func(value string, ok bool) string {
		if !ok || value == "" {
			return Unknown
		}
		return value
	}
	flags, _ := s.field("proc/cpuinfo", "flags")
	load, _ := s.line("proc/loadavg")
	load, _, _ = strings.Cut(load, " ")
	m := &Machine{
		Kernel:     known(s.line("proc/sys/kernel/osrelease")),
		CPU:        known(s.field("proc/cpuinfo", "model name")),
		CPUs:       runtime.NumCPU(),
		GOMAXPROCS: runtime.GOMAXPROCS(0),
		Governor:   known(s.line("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")),
		Virtual:    slices.Contains(strings.Fields(flags), "hypervisor"),
		Go:         runtime.Version(),
		OS:         runtime.GOOS,
		Arch:       runtime.GOARCH,
		Commit:     Commit(),
	}
	m.Load, _ = strconv.ParseFloat(load, 64)
	return m
}

// Commit is the revision that the program was built from, with a + if the tree
// had changes. Programs made by go run and go test do not know; then it is the
// revision of the folder that they run in when it is first asked for.
func Commit() string { return commit() }

// commit asks git, which takes some processes, once.
var commit = sync.OnceValue(func() string {
	revision, modified := "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				revision = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				modified = "+"
			}
		}
	}
	if mod, _ := os.ReadFile(filepath.Join(git("rev-parse", "--show-toplevel"), "go.mod")); revision == "" && bytes.HasPrefix(mod, []byte("module daxwait\n")) {
		revision = git("rev-parse", "HEAD")
		if git("status", "--porcelain", "--", "*.go", "*.mod") != "" {
			modified = "+"
		}
	}
	if len(revision) < 12 {
		return Unknown
	}
	return revision[:12] + modified
})

// git returns what git prints, or nothing.
func git(args ...string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "git", args...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// Comparable returns in what two machines differ that makes times of one mean
// nothing for the other.
func (m *Machine) Comparable(o *Machine) (differs []string) {
	for _, f := range []struct{ name, a, b string }{
		{"kernel", m.Kernel, o.Kernel}, {"cpu", m.CPU, o.CPU}, {"go", m.Go, o.Go}, {"governor", m.Governor, o.Governor},
		{"cpus", strconv.Itoa(m.CPUs), strconv.Itoa(o.CPUs)}, {"GOMAXPROCS", strconv.Itoa(m.GOMAXPROCS), strconv.Itoa(o.GOMAXPROCS)},
	} {
		if f.a != f.b {
			differs = append(differs, f.name)
		}
	}
	return differs
}

// mostOther is how much other work, in CPUs, figures bear.
const mostOther = 0.5

// Busy says which other work there was, if so much that a difference between designs
// may be its doing: then nothing is called clear.
func (m *Machine) Busy() string {
	loaded, others := m.Load > float64(m.CPUs), m.Others >= mostOther
	load := fmt.Sprintf("load %.1f on %s", m.Load, phrase.Count(m.CPUs, "CPU"))
	switch {
	case loaded && others:
		return fmt.Sprintf("%s, and other work has had %.1f of them", load, m.Others)
	case loaded:
		return load
	case others:
		return fmt.Sprintf("other work has had %.1f of %s", m.Others, phrase.Count(m.CPUs, "CPU"))
	}
	return ""
}

// Warnings returns what makes times of this machine doubtful.
func (m *Machine) Warnings() []string {
	var w []string
	if m.CPUs < 4 {
		w = append(w, strconv.Itoa(m.CPUs)+" CPUs: times show the Go scheduler, not a kernel under contention; go by the counts")
	}
	if busy := m.Busy(); busy != "" {
		w = append(w, "machine busy: "+busy+": nothing is called clear; stop other work and run again")
	}
	if m.Governor != Unknown && m.Governor != "performance" {
		w = append(w, "CPU governor "+m.Governor+": the clock rate may change during the run")
	}
	return w
}
