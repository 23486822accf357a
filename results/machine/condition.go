package machine

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"daxwait/internal/bounded"
	"daxwait/internal/phrase"
)

// Condition is something about a machine that live figures depend on.
type Condition struct {
	Name string `json:"name"`
	// Value is how it is, or "unknown".
	Value string `json:"value"`
	// Effect says what that does to live figures.
	Effect string `json:"effect"`
	// Doubtful: figures would be better without.
	Doubtful bool `json:"doubtful"`
}

// Unknown is the value of what cannot be read.
const Unknown = "unknown"

// Conditions reads the conditions of the machine whose root directory is given.
// It changes nothing.
func Conditions(root fs.FS) []Condition {
	m := system{root}
	return []Condition{m.governor(), m.turbo(), m.smt(), m.quota(), m.memory(), m.affinity(), m.load(), m.virtual(), m.hugePages(), m.clock(), m.isolated()}
}

// system is a machine by its files.
type system struct{ root fs.FS }

// read reads a file. None that is read here is large.
func (m system) read(name string) ([]byte, error) {
	return bounded.ReadFS(m.root, name, bounded.Limit{Bytes: 16 * bounded.MiB, Of: "a file of the system"})
}

// line is the first line of a file, and ok false if it cannot be read.
func (m system) line(name string) (line string, ok bool) {
	b, err := m.read(name)
	line, _, _ = strings.Cut(string(b), "\n")
	return strings.TrimSpace(line), err == nil
}

// field is the value of a key in a file of "key: value".
func (m system) field(name, key string) (value string, ok bool) {
	b, err := m.read(name)
	if err != nil {
		return "", false
	}
	for l := range strings.Lines(string(b)) {
		if k, v, found := strings.Cut(l, ":"); found && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v), true
		}
	}
	return "", false
}

func (m system) governor() Condition {
	c := Condition{Name: "governor", Value: Unknown, Effect: "the host or the firmware sets the clock rate; windows may run at different rates"}
	files, _ := fs.Glob(m.root, "sys/devices/system/cpu/cpu[0-9]*/cpufreq/scaling_governor")
	var names []string
	n := map[string]int{}
	for _, f := range files {
		if g, ok := m.line(f); ok && g != "" {
			if n[g]++; n[g] == 1 {
				names = append(names, g)
			}
		}
	}
	slices.Sort(names)
	switch {
	case len(names) == 0:
		return c
	case len(names) == 1:
		c.Value = names[0]
	default:
		var each []string
		for _, g := range names {
			each = append(each, g+" on "+phrase.Count(n[g], "CPU"))
		}
		c.Value = strings.Join(each, ", ")
	}
	if c.Effect = "the clock rate stays up"; c.Value != "performance" {
		c.Doubtful = true
		c.Effect = "the clock rate follows the load: short windows and designs that sleep much look slower than they are; set it to performance"
	}
	return c
}

func (m system) turbo() Condition {
	c := Condition{Name: "turbo", Value: Unknown, Effect: "if it is on, the clock rate falls as more CPUs are busy"}
	on := false
	if v, ok := m.line("sys/devices/system/cpu/intel_pstate/no_turbo"); ok {
		on = v == "0"
	} else if v, ok := m.line("sys/devices/system/cpu/cpufreq/boost"); ok {
		on = v == "1"
	} else {
		return c
	}
	if c.Value, c.Effect = "off", "the clock rate is the same for few tasks and for many"; on {
		c.Value, c.Doubtful = "on", true
		c.Effect = "the clock rate falls as more CPUs are busy or get hot: curves over tasks bend for that reason, too"
	}
	return c
}

func (m system) smt() Condition {
	c := Condition{Name: "SMT", Value: Unknown, Effect: "if it is on, two tasks may share a core"}
	active, ok := m.line("sys/devices/system/cpu/smt/active")
	if !ok {
		return c
	}
	if c.Value, c.Effect = "off", "each CPU is a core of its own, as far as this system is told"; active == "1" {
		c.Value, c.Doubtful = "on", true
		c.Effect = "two tasks may share a core, and a spinner takes from its neighbour: throughput depends on who is placed where"
	}
	if control, ok := m.line("sys/devices/system/cpu/smt/control"); ok && control != "on" && active == "0" {
		c.Value += " (" + control + ")"
	}
	return c
}

func (m system) affinity() Condition {
	c := Condition{Name: "CPUs", Value: Unknown, Effect: "with fewer CPUs than tasks, who runs next is the scheduler's choice"}
	if list, ok := m.field("proc/self/status", "Cpus_allowed_list"); ok {
		n := cpusIn(list)
		c.Value = fmt.Sprintf("%d usable (%s)", n, list)
		if c.Effect = "eight tasks, as most patterns have, run at the same time on 8 and more"; n < 8 {
			c.Doubtful = true
			c.Effect = "most patterns have 8 tasks: with fewer CPUs the Go scheduler decides who contends; go by the counts"
		}
	}
	return c
}

// cpusIn counts the CPUs of a list such as 0-3,8.
func cpusIn(list string) (n int) {
	for part := range strings.SplitSeq(list, ",") {
		from, to, is := strings.Cut(part, "-")
		a, err := strconv.Atoi(from)
		if err != nil {
			continue
		}
		b := a
		if is {
			b, _ = strconv.Atoi(to)
		}
		n += max(0, b-a+1)
	}
	return n
}

func (m system) load() Condition {
	c := Condition{Name: "load", Value: Unknown, Effect: "other work takes CPUs from tasks that hold entries, which shows as long waits"}
	line, ok := m.line("proc/loadavg")
	words := strings.Fields(line)
	if !ok || len(words) < 3 {
		return c
	}
	c.Value = strings.Join(words[:3], " ") + " over 1, 5, 15 minutes"
	one, err := strconv.ParseFloat(words[0], 64)
	if c.Effect = "little else runs"; err != nil || one >= mostOther {
		c.Doubtful = true
		c.Effect = "other work takes CPUs from tasks that hold entries, which shows as long waits and a wide spread; stop it"
	}
	return c
}

func (m system) virtual() Condition {
	c := Condition{Name: "virtualised", Value: Unknown, Effect: "in a virtual machine wakes between CPUs cost more, and the host may take a CPU away"}
	flags, ok := m.field("proc/cpuinfo", "flags")
	if !ok {
		return c
	}
	if !slices.Contains(strings.Fields(flags), "hypervisor") {
		c.Value, c.Effect = "no", "a wake of another CPU costs what the hardware asks"
		return c
	}
	c.Value, c.Doubtful = "yes", true
	if product, ok := m.line("sys/class/dmi/id/product_name"); ok && product != "" {
		c.Value += ", " + product
	}
	c.Effect = "a wake of an idle CPU is an exit to the host, which may also take the CPU of a holder away: tails are the host's"
	return c
}

func (m system) hugePages() Condition {
	c := Condition{Name: "THP", Value: Unknown, Effect: "huge pages below the heap change the cost of memory a little"}
	line, ok := m.line("sys/kernel/mm/transparent_hugepage/enabled")
	if _, rest, found := strings.Cut(line, "["); ok && found {
		c.Value, _, _ = strings.Cut(rest, "]")
		switch c.Value {
		case "always":
			c.Effect = "the heap may get huge pages in the middle of a window: the first windows are slower; the warm-up takes most of that"
		default:
			c.Effect = "the heap is in small pages from the first window to the last"
		}
	}
	return c
}

func (m system) clock() Condition {
	c := Condition{Name: "clocksource", Value: Unknown, Effect: "waits are the difference of two readings of it"}
	if v, ok := m.line("sys/devices/system/clocksource/clocksource0/current_clocksource"); ok && v != "" {
		c.Value = v
		switch v {
		case "tsc", "kvm-clock", "arch_sys_counter":
			c.Effect = "it is read without a system call, in some 20 to 50 ns: what a short wait carries along"
		default:
			c.Doubtful = true
			c.Effect = "each reading may be a system call, which short waits carry along: they look longer than they are"
		}
	}
	return c
}

func (m system) isolated() Condition {
	c := Condition{Name: "isolated CPUs", Value: Unknown, Effect: "goroutines run on isolated CPUs only if they are told to (taskset)"}
	v, ok := m.line("sys/devices/system/cpu/isolated")
	if !ok {
		return c
	}
	c.Value = cmp.Or(v, "none")
	if c.Effect = "other work may run between a holder's two steps on any CPU"; v != "" {
		c.Effect = "the scheduler keeps other work, and these figures, off " + v + "; taskset -c " + v + " before a live run uses them, but does not balance tasks over them"
	}
	if n, ok := m.line("sys/devices/system/cpu/nohz_full"); ok && n != "" && n != "(null)" {
		c.Value += ", without a tick: " + n
	}
	return c
}
