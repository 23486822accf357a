package results

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/plain"
)

// The largest values that a record may have: far above what any run makes, and low
// enough that no sum or ratio of them overflows.
const (
	mostTasks   = 1 << 24
	mostCount   = 1 << 53 // what a float64 counts exactly
	mostNS      = 1 << 62
	mostSeconds = 1e9
	// leastSeconds is the shortest window with an operation: a ns.
	leastSeconds = 1e-9
	mostName     = 4096 // bytes
)

// Engines are those that make records.
func Engines() []string { return []string{"sim", "live", "kernel"} }

// domain collects what is wrong with the fields of a record: the first thing is told.
type domain struct{ err error }

func (d *domain) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf(format, args...)
	}
}

// count wants a number of things.
func (d *domain) count(name string, n int64) {
	if n < 0 || n > mostCount {
		d.fail("%s is %d: want 0 to 2^53", name, n)
	}
}

// time wants a time in ns.
func (d *domain) time(name string, ns int64) {
	if ns < 0 || ns > mostNS {
		d.fail("%s is %d ns: want 0 to 2^62", name, ns)
	}
}

// real wants a number within bounds.
func (d *domain) real(name string, v, least, most float64) {
	if !(v >= least && v <= most) {
		d.fail("%s is %v: want %v to %v", name, v, least, most)
	}
}

// ascending wants times that do not fall.
func (d *domain) ascending(name string, ns ...int64) {
	for i, v := range ns {
		d.time(name, v)
		if i > 0 && v < ns[i-1] {
			d.fail("%s falls from %d ns to %d", name, ns[i-1], v)
		}
	}
}

// atMost wants a part to be no more than the whole.
func (d *domain) atMost(name string, part int64, of string, whole int64) {
	if part > whole {
		d.fail("%d %s of %d %s", part, name, whole, of)
	}
}

// word wants a name that is printed.
func (d *domain) word(name, value string) {
	if len(value) > mostName || !plain.Line(value) {
		d.fail("%s %.40q: want at most %d bytes of text in a line", name, value, mostName)
	}
}

// Validate returns what is wrong with a record that was read: a figure that cannot be
// is told by its name and value.
func (r *Record) Validate() error {
	var d domain
	switch {
	case r.Schema != Schema && r.Schema != unsealedSchema:
		return fmt.Errorf("schema %d, this program reads %d; run it again, or read it with the version that wrote it", r.Schema, Schema)
	case !slices.Contains(Engines(), r.Engine) && r.Engine != "":
		return fmt.Errorf("engine %q: want one of %s", r.Engine, strings.Join(Engines(), ", "))
	}
	r.names(&d)
	d.real("tasks", float64(r.Tasks), 1, mostTasks)
	d.real("vcpus", float64(r.VCPUs), 0, mostTasks)
	d.real("rate", r.Rate, 0, 1e12)
	d.real("capacity", r.Capacity, 0, 1e15)
	d.time("window_ns", r.Window)
	for _, s := range r.Set {
		d.word("axis", s.Axis)
		d.word("unit", s.Unit)
		d.real(s.Axis, s.Value, -1e18, 1e18)
	}
	for i := range r.Samples {
		if r.Samples[i].check(&d, r.Tasks); d.err != nil {
			return fmt.Errorf("sample %d: %w", i, d.err)
		}
	}
	for i, b := range r.Waits {
		d.time("a wait", b.NS)
		d.count("waits", b.Count)
		if i > 0 && b.NS <= r.Waits[i-1].NS {
			d.fail("waits of %d ns behind those of %d", b.NS, r.Waits[i-1].NS)
		}
	}
	for i := range r.Pileups {
		r.Pileups[i].check(&d)
	}
	if b := r.Broken; b != nil {
		if b.Outcome == "" || b.Text == "" {
			d.fail("it did not finish, and does not say how")
		}
		for _, s := range []string{b.Outcome, b.Reason, b.At} {
			d.word("how it did not finish", s)
		}
		if !plain.Shown(b.Says) || !plain.Shown(b.Text) {
			d.fail("a control character in %.40q", b.Text)
		}
	}
	for _, text := range slices.Concat(r.Hangs, r.Warnings) {
		if !plain.Shown(text) {
			d.fail("a control character in %.40q", text)
		}
	}
	if m := r.Machine; m != nil {
		d.real("load", m.Load, 0, 1e9)
		d.real("others", m.Others, 0, 1e9)
		for _, s := range []string{m.Kernel, m.CPU, m.Governor, m.Go, m.OS, m.Arch, m.Commit} {
			d.word("machine", s)
		}
	}
	return d.err
}

// names checks the parts of the record's name.
func (r *Record) names(d *domain) {
	var missing []string
	for _, f := range []struct{ name, value string }{
		{"engine", r.Engine}, {"pattern", r.Pattern}, {"strategy", r.Strategy},
	} {
		if f.value == "" {
			missing = append(missing, f.name)
		}
		// A strategy may have decisions in its name, such as put=never.
		if bad := strings.TrimSuffix("/ \n=", map[string]string{"strategy": "="}[f.name]); strings.ContainsAny(f.value, bad) {
			d.fail("%s %q has one of %q in it", f.name, f.value, bad)
		}
		d.word(f.name, f.value)
	}
	if strings.ContainsAny(r.VMachine, "/ \n=") {
		d.fail("vmachine %q has one of %q in it", r.VMachine, "/ \n=")
	}
	if len(missing) != 0 {
		d.err = errors.New("no " + strings.Join(missing, ", "))
	}
	d.word("profile", r.Profile)
	d.word("vmachine", r.VMachine)
	d.word("variant", r.Variant)
	if r.Hold != "sleep" && r.Hold != "run" && r.Hold != "" {
		d.fail("hold %q: want sleep or run", r.Hold)
	}
	if r.Loop != "closed" && r.Loop != "open" && r.Loop != "" {
		d.fail("loop %q: want closed or open", r.Loop)
	}
}

// check checks a window of so many tasks.
func (s *Sample) check(d *domain, tasks int) {
	d.real("seconds", s.Seconds, 0, mostSeconds)
	d.count("ops", s.Ops)
	if s.Ops > 0 && s.Seconds < leastSeconds {
		d.fail("%d operations in %v seconds: want at least %v", s.Ops, s.Seconds, leastSeconds)
	}
	for _, c := range s.Counts.named() {
		d.count(c.Name, c.N)
	}
	d.real("wait_mean_ns", s.WaitMean, 0, mostNS)
	d.ascending("percentiles of the wait", s.WaitP50, s.WaitP99, s.WaitP999, s.WaitMax)
	d.ascending("percentiles of the latency", s.LatencyP50, s.LatencyP99, s.LatencyP999)
	if s.LatencyMean != 0 || s.LatencyMax != 0 {
		d.real("latency_mean_ns", s.LatencyMean, float64(s.LatencyMin), float64(s.LatencyMax))
		d.ascending("latency", s.LatencyMin, s.LatencyMax)
	}
	d.real("jain", s.Jain, 0, 1+1e-9)
	d.real("gini", s.Gini, 0, 1)
	var byRole int64
	for _, role := range s.Roles {
		d.word("role", role.Role)
		d.count("ops of "+role.Role, role.Ops)
		byRole += role.Ops
	}
	if len(s.Roles) != 0 && byRole != s.Ops {
		d.fail("%d operations by role of %d", byRole, s.Ops)
	}
	if o := s.Open; o != nil {
		for _, c := range []count{{"offered", o.Offered}, {"begun", o.Begun}, {"finished", o.Finished}, {"left_over", o.LeftOver}} {
			d.count(c.Name, c.N)
		}
		d.atMost("begun", o.Begun, "offered", o.Offered)
		d.atMost("finished", o.Finished, "begun", o.Begun)
	}
	d.count("unseen", s.Unseen)
	d.count("rounds", s.Rounds)
	d.count("hung_rounds", s.HungRounds)
	d.atMost("hung rounds", s.HungRounds, "rounds", s.Rounds)
	if s.Contention != nil {
		s.Contention.check(d, tasks)
	}
}

// count is a number with its name.
type count struct {
	Name string
	N    int64
}

// named are the counts with their names in JSON.
func (c *Counts) named() [16]count {
	return [16]count{
		{"waits", c.Waits}, {"sleeps", c.Sleeps}, {"resleeps", c.Resleeps}, {"wakes", c.Wakes}, {"woken", c.Woken}, {"hits", c.Hits},
		{"foreign", c.Foreign}, {"locks", c.Locks}, {"fallbacks", c.Fallbacks}, {"skipped", c.Skipped},
		{"removed", c.Removed}, {"refused", c.Refused}, {"downgrades", c.Downgrades}, {"sem_sleeps", c.SemSleeps},
		{"violations", c.Violations}, {"unpaid", c.Unpaid},
	}
}

func (c *Contention) check(d *domain, tasks int) {
	for _, n := range []count{
		{"locks", c.Locks}, {"barged", c.Barged}, {"hand_offs", c.HandOffs}, {"most_passed", c.MostPassed}, {"windows", c.Laps}, {"distinct", c.Distinct},
	} {
		d.count("contention "+n.Name, n.N)
	}
	for _, n := range []count{{"hand_off_p99_ns", c.HandOffP99}, {"unheld_ns", c.UnheldNS}, {"stall_ns", c.StallNS}, {"burnt_ns", c.BurntNS}} {
		d.time(n.Name, n.N)
	}
	d.atMost("locks past waiters", c.Barged, "locks", c.Locks)
	d.atMost("ns stalled", c.StallNS, "waited while nobody held", c.UnheldNS)
	d.real("hand_off_mean_ns", c.HandOffNS, 0, mostNS)
	d.real("return", c.Return, 0, mostCount)
	if c.Laps == 0 && c.Distinct != 0 || c.Distinct > c.Laps*int64(tasks) {
		d.fail("%d owners in %d laps of %d tasks", c.Distinct, c.Laps, tasks)
	}
}

func (p *Pileup) check(d *domain) {
	d.count("ops of a pile-up", p.Ops)
	for i, s := range p.Stops {
		if s.Task < 0 || s.Task >= p.Tasks || s.Behind < -1 || s.Behind >= p.Tasks {
			d.fail("a stop of task %d behind task %d, of %d", s.Task, s.Behind, p.Tasks)
		}
		d.word("role", s.Role)
		d.word("what it sleeps on", s.On)
		d.time("a stop", s.NS)
		if i > 0 && s.NS < p.Stops[i-1].NS {
			d.fail("a stop at %d ns behind one at %d", s.NS, p.Stops[i-1].NS)
		}
	}
	for _, role := range p.Going {
		d.word("role", role)
	}
}
