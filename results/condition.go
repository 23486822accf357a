package results

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/phrase"
)

// Conditions are under what a figure holds. What two records do not share of
// them is in no sentence and no count together.
type Conditions struct {
	Engine string
	// On is the cost profile of a simulation, or the machine of a live run.
	On string
	// VMachine is the machine that was simulated; none is fifo.
	VMachine string
	// CPUs are virtual ones, or those of the machine; 0 if they are not known,
	// OneEach, or Swept.
	CPUs int
	// Tasks may be Swept, as may Rate, which is of an open loop, in operations a
	// second for each task; 0 is a closed one.
	Tasks int
	Rate  float64
	// Load is that of an open loop whose rate is a part of what upstream's design does
	// in a closed one; 0 is none. It may be Swept.
	Load float64
	// Hold is the regime: "sleep" if holders leave the CPU, else "run".
	Hold string
}

// What stands for a number of conditions.
const (
	OneEach = -1 // a CPU for each task
	Swept   = -2 // it varies within what is told
)

// Conditions are those of a record.
func (r *Record) Conditions() Conditions {
	c := Conditions{Engine: r.Engine, On: r.Profile, VMachine: r.VMachine, CPUs: r.VCPUs, Tasks: r.Tasks, Rate: r.Rate, Hold: r.Hold}
	if s, ok := r.On("load"); ok {
		c.Load = s.Value
	}
	if r.OwnCPUs {
		c.CPUs = OneEach
	}
	if m := r.Machine; r.Engine != "sim" && m != nil {
		c.On, c.CPUs = m.CPU, m.CPUs
	}
	return c
}

// Along are the conditions that are left where some axes were swept.
func (c Conditions) Along(axes ...string) Conditions {
	for _, a := range axes {
		switch a {
		case "tasks":
			c.Tasks = Swept
		case "cpus":
			c.CPUs = Swept
		case "rate":
			c.Rate = Swept
		case "load":
			c.Load = Swept
		}
	}
	return c
}

// None reports whether nothing is known of them.
func (c Conditions) None() bool { return c.Engine == "" }

// String is the conditions as a heading has them.
func (c Conditions) String() string {
	where := "holders keep the CPU"
	if c.Hold == "sleep" {
		where = "holders leave the CPU"
	}
	return c.With(c.tasks(), fmt.Sprintf("hold=%s (%s)", c.Hold, where))
}

// With is the conditions with other words for the tasks and the regime of holds,
// of sentences that are about more than one of these.
func (c Conditions) With(tasks, hold string) string {
	parts := []string{c.engine(), c.cpus(), tasks, c.loop(), hold}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

func (c Conditions) engine() string {
	if c.Engine == "sim" {
		if c.VMachine != "" {
			return "simulated on " + c.VMachine + ", cost profile " + cmp.Or(c.On, "unknown")
		}
		return "simulated, cost profile " + cmp.Or(c.On, "unknown")
	}
	return c.Engine + " on " + cmp.Or(c.On, "a machine that is not known")
}

func (c Conditions) cpus() string {
	switch c.CPUs {
	case 0:
		return "CPUs not known"
	case OneEach:
		return "a CPU for each task"
	case Swept:
		return "CPUs vary"
	}
	return phrase.Count(c.CPUs, "CPU")
}

func (c Conditions) tasks() string {
	if c.Tasks == Swept {
		return "tasks vary"
	}
	return phrase.Count(c.Tasks, "task")
}

func (c Conditions) loop() string {
	switch {
	case c.Load == Swept:
		return "open loop, the load varies"
	case c.Load != 0:
		return fmt.Sprintf("open loop at %g of the capacity of upstream's design", c.Load)
	}
	switch c.Rate {
	case 0:
		return "closed loop"
	case Swept:
		return "open loop, the rate varies"
	}
	return fmt.Sprintf("open loop of %g operations a second a task", c.Rate)
}
