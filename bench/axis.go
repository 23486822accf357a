package bench

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/daxcore/task"
	"daxwait/internal/command"
	"daxwait/internal/nearest"
	"daxwait/results"
)

// Axis is a quantity that cases can be run with other values of: of the
// pattern, of the machine, or a price.
type Axis struct {
	Name string
	// Unit is "ns", "%", or "" for a number.
	Unit  string
	About string
	// Price: it is one of a cost profile.
	Price bool
	set   func(*Case, float64) error
}

// Axes returns all, in the order in which they are to be set.
func Axes() []*Axis {
	axes := []*Axis{
		{Name: "tasks", About: "number of tasks, in place of the pattern's", set: setTasks},
		{Name: "cpus", About: "virtual CPUs; 0 is one for each task", set: host("", 0, 1024, func(m *Sim, v float64) { m.CPUs = int(v) })},
		{Name: "slice", Unit: "ns", About: "time slice of a virtual CPU; 0 is none; on a machine that is not fifo, that of one CPU", set: setSlice},
		{Name: "preempt", About: "1: a woken task goes before all that wait for a CPU", set: setPreempt},
		{Name: "rate", About: "open loop: operations a second for each task, at random; latency counts from the intended start", set: setRate},
	}
	for _, a := range pattern.Axes() {
		axes = append(axes, &Axis{Name: a.Name, Unit: a.Unit, About: a.About, set: func(c *Case, v float64) (err error) {
			c.Pattern, err = c.Pattern.Set(a, v)
			return err
		}})
	}
	for _, k := range profile.Kinds() {
		axes = append(axes, &Axis{Name: k.String(), Unit: "ns", About: "its price, in place of the profile's", Price: true, set: func(c *Case, v float64) error {
			return host("ns", 0, 1e9, func(m *Sim, v float64) {
				p := *m.Profile
				profile.Price(&p, k).Mean = int64(v)
				m.Profile, m.Ranges[k] = &p, profile.Range{} // none of this one is known
			})(c, v)
		}})
	}
	return append(axes, &Axis{Name: "load", About: "open loop: rate of all tasks, as a share of what upstream's design does in a closed loop; latency as for rate", set: setLoad})
}

func setTasks(c *Case, v float64) error {
	if !(v >= 1 && v <= mostTasks) || v != float64(int(v)) {
		return fmt.Errorf("want 1 to %d", mostTasks)
	}
	c.Tasks = int(v)
	return nil
}

const mostTasks = 16_384

func setRate(c *Case, v float64) error {
	if v != 0 && !(v >= leastRate && v <= mostRate) {
		return fmt.Errorf("want 0 (closed loop), or %g to %d operations a second for each task", leastRate, int(mostRate))
	}
	c.Rate = v
	return nil
}

const leastRate, mostRate = 1e-3, 1e6

// setSlice wants slices that a think is not cut into too many of.
func setSlice(c *Case, v float64) error {
	if v > 0 && v < leastSlice {
		return fmt.Errorf("want 0s (none), or %v to 1s", time.Duration(leastSlice))
	}
	if v == 0 && c.Sim != nil && c.Sim.Fair() {
		return fmt.Errorf("want %v to 1s; each task has a slice on %s", time.Duration(leastSlice), c.Sim.Machine.Name)
	}
	return host("ns", 0, 1e9, func(m *Sim, v float64) {
		if m.Slice = int64(v); m.Machine != nil {
			q := *m.Machine
			q.Slice, m.Machine = m.Slice, &q
		}
	})(c, v)
}

func setPreempt(c *Case, v float64) error {
	if c.Sim != nil && c.Sim.Fair() {
		return fmt.Errorf("want the machine fifo for it; %s has the rules of %s", c.Sim.Machine.Name, c.Sim.Machine.Scheduler)
	}
	return host("", 0, 1, func(m *Sim, v float64) { m.Preempt = v == 1 })(c, v)
}

const leastSlice = 1e3

// host makes a setter of something of the simulated machine, in whole
// numbers.
func host(unit string, least, most int64, set func(*Sim, float64)) func(*Case, float64) error {
	return func(c *Case, v float64) error {
		if c.Sim == nil {
			return errors.New("for the simulator; the live engine has what this machine has")
		}
		switch whole := v >= float64(least) && v <= float64(most) && v == float64(int64(v)); {
		case whole:
		case unit == "ns":
			return fmt.Errorf("want %v to %v", time.Duration(least), time.Duration(most))
		default:
			return fmt.Errorf("want %d to %d, whole", least, most)
		}
		m := *c.Sim
		set(&m, v)
		c.Sim = &m
		return nil
	}
}

// Sweep is an axis and its values.
type Sweep struct {
	Axis   *Axis
	Values []float64
}

// SweepOf returns the sweep of an axis, by its name; it panics if there is none.
func SweepOf(name string, values ...float64) Sweep {
	axes := Axes()
	return Sweep{axes[slices.IndexFunc(axes, func(a *Axis) bool { return a.Name == name })], values}
}

// ParseSweep reads AXIS=VALUE,VALUE…, such as hold=10us,100us or tasks=2,8.
func ParseSweep(s string) (Sweep, error) {
	name, list, ok := strings.Cut(s, "=")
	if !ok {
		return Sweep{}, fmt.Errorf("%q: want AXIS=VALUE,VALUE…", s)
	}
	axes := Axes()
	i := slices.IndexFunc(axes, func(a *Axis) bool { return a.Name == strings.TrimSpace(name) })
	if i < 0 {
		return Sweep{}, nearest.Unknown("axis", strings.TrimSpace(name), AxisNames(), command.Of("list", "axes"))
	}
	sweep := Sweep{Axis: axes[i]}
	for word := range strings.SplitSeq(list, ",") {
		v, err := sweep.Axis.parse(strings.TrimSpace(word))
		if err != nil {
			return Sweep{}, fmt.Errorf("%s: %w", name, err)
		}
		if slices.Contains(sweep.Values, v) {
			return Sweep{}, fmt.Errorf("%s: %s is there twice", name, word)
		}
		sweep.Values = append(sweep.Values, v)
	}
	return sweep, nil
}

// AxisNames returns the names of all axes.
func AxisNames() (names []string) {
	for _, a := range Axes() {
		names = append(names, a.Name)
	}
	return names
}

// parse reads a value: a duration where the unit is ns, else a number.
func (a *Axis) parse(word string) (float64, error) {
	if a.Unit == "ns" {
		d, err := time.ParseDuration(word)
		if err != nil {
			return 0, fmt.Errorf("%q is no duration, such as 10us", word)
		}
		return float64(d), nil
	}
	v, err := strconv.ParseFloat(strings.TrimSuffix(word, cmp.Or(a.Unit, "%")), 64)
	if err != nil || strings.ContainsAny(word, "xX_") {
		return 0, fmt.Errorf("%q is no number", word)
	}
	return v, nil
}

// combinations calls f with each combination of values, the first sweep the
// slowest to change. Setting goes by the order of [Axes].
func combinations(sweeps []Sweep, f func([]setting) error) error {
	chosen := make([]setting, len(sweeps))
	var choose func(i int) error
	choose = func(i int) error {
		if i == len(sweeps) {
			return f(chosen)
		}
		for _, v := range sweeps[i].Values {
			chosen[i] = setting{sweeps[i].Axis, v}
			if err := choose(i + 1); err != nil {
				return err
			}
		}
		return nil
	}
	return choose(0)
}

// setting is an axis with a value.
type setting struct {
	axis  *Axis
	value float64
}

// AxisError is a value that a case cannot have on an axis.
type AxisError struct {
	Axis, Value string
	Err         error
}

func (e *AxisError) Error() string { return fmt.Sprintf("%s=%s: %v", e.Axis, e.Value, e.Err) }

// Unwrap returns why.
func (e *AxisError) Unwrap() error { return e.Err }

// with returns the case with settings.
func (c Case) with(settings []setting) (Case, error) {
	names := AxisNames()
	settings = slices.Clone(settings)
	slices.SortStableFunc(settings, func(a, b setting) int {
		return slices.Index(names, a.axis.Name) - slices.Index(names, b.axis.Name)
	})
	c.Set = nil
	for _, s := range settings {
		if err := s.axis.set(&c, s.value); err != nil {
			return c, &AxisError{s.axis.Name, results.FormatValue(s.value, s.axis.Unit), err}
		}
		switch s.axis.Name {
		case "tasks", "cpus", "rate": // have places of their own in records
		default:
			c.Set = append(c.Set, results.Setting{Axis: s.axis.Name, Value: s.value, Unit: s.axis.Unit})
		}
	}
	if c.Rate != 0 && c.Pattern.Rounds != 0 {
		return c, &AxisError{"rate", results.FormatValue(c.Rate, ""), fmt.Errorf("%s is in rounds, in which all begin together; set rounds=0, or take a pattern without", c.Pattern.Name)}
	}
	return c, nil
}

// Variants are the machine itself and the same with each price of a wake at the ends
// of its range, or halved and doubled where none is known.
func (m *Sim) Variants() ([]*Sim, error) {
	all := []*Sim{m}
	varied, err := m.Ranges.Vary(m.Profile)
	for _, p := range varied {
		v := *m
		v.Profile, v.Variant = p.Profile, fmt.Sprintf("%s*%g", p.Kind, p.Factor)
		if p.Factor == 0 {
			v.Variant = results.Setting{Axis: p.Kind.String(), Value: float64(profile.Price(p.Profile, p.Kind).Mean), Unit: "ns"}.String()
		}
		all = append(all, &v)
	}
	return all, err
}

// priced reports whether the machine prices the model's steps.
func (m *Sim) priced() bool { return m != nil && m.Profile.Costs[task.InstallPTE].Mean != 0 }
