package bench

import (
	"math"
	"testing"
	"time"

	"daxwait/bench/machines"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/sim"
	"daxwait/bench/sim/machine"
	"daxwait/daxcore/task"
	"daxwait/results"
	"daxwait/strategies"
)

// onGuest simulates holds asleep of 300 µs, and thinks on the CPU, on the guest or on
// fifo with as many CPUs.
func onGuest(t *testing.T, m *machine.Machine, strategy string, tasks int, think float64) *results.Sample {
	t.Helper()
	p := found(found(pattern.Find("pte-same"))[0].WithHold("sleep"))
	for axis, v := range map[string]float64{"hold": 300e3, "think": think, "think-on-cpu": 1} {
		p = found(p.Set(pattern.AxisNamed(axis), v))
	}
	s := NewSim(&found(profile.Find("guest-6.1")).Profile)
	s.Machine = m
	c := Case{Pattern: p, Strategy: found(strategies.Find(strategy))[0], Tasks: tasks, Seed: 1, Sim: s}
	return &c.Simulate(t.Context(), 1, 300*time.Millisecond).Samples[0]
}

// TestGuestTails: on a machine that runs the task which has had least, tasks that are all
// woken take turns: their tail is shorter than that of wake-next, where the unlocker often
// has the entry again. First come first served it is the other way round. What a design
// sleeps does not depend on the machine.
func TestGuestTails(t *testing.T) {
	guest := found(machines.Find("guest-2cpu"))
	const tasks, think = 16, 20e3
	for name, m := range map[string]*machine.Machine{"guest-2cpu": guest, "fifo": nil} {
		next, all := onGuest(t, m, "exclusive", tasks, think), onGuest(t, m, "perindex", tasks, think)
		tail := float64(all.LatencyP99) / float64(next.LatencyP99)
		barged := float64(next.Contention.Barged) / float64(next.Ops)
		t.Logf("%s: p99 of wake-all %.2f times that of wake-next, p99 / p50 of wake-all %.1f, barging %.2f", name, tail, float64(all.LatencyP99)/float64(all.LatencyP50), barged)
		if m != nil && tail > 0.7 || m == nil && tail < 1.2 {
			t.Errorf("%s: the tail of wake-all is %.2f times that of wake-next", name, tail)
		}
		if barged < 0.5 || barged > 0.7 {
			t.Errorf("%s: the unlocker has it again %.2f of the times", name, barged)
		}
		if sleeps := float64(all.Counts.Sleeps) / float64(all.Ops); sleeps < 0.92*(tasks-1) || sleeps > tasks-1 {
			t.Errorf("%s: wake-all sleeps %.2f times an operation", name, sleeps)
		}
		if sleeps := float64(next.Counts.Sleeps) / float64(next.Ops); sleeps < 0.98 || sleeps > 1 {
			t.Errorf("%s: wake-next sleeps %.2f times an operation", name, sleeps)
		}
	}
}

// TestTimersTakeCPU: a hold that sleeps is ended by an interrupt, which takes a wake's
// work and, on an idle CPU, the time to come back; what follows is done in cold caches. On
// fifo none of that takes anything.
func TestTimersTakeCPU(t *testing.T) {
	guest, fifo := onGuest(t, found(machines.Find("guest-2cpu")), "exclusive", 1, 20e3), onGuest(t, nil, "exclusive", 1, 20e3)
	p := &found(profile.Find("guest-6.1")).Profile
	warm := 1 - math.Exp(-float64(p.Costs[task.MapExtent].Mean+p.Costs[task.InstallPTE].Mean)/float64(p.WarmWork.Mean))
	want := float64(p.Costs[task.WakeOne].Mean+p.WakeLatency.Mean) + warm*float64(p.WarmUp.Mean)
	each := func(s *results.Sample) float64 { return 1e9 * s.Seconds / float64(s.Ops) }
	if longer := each(guest) - each(fifo); longer < 0.8*want || longer > 1.2*want {
		t.Errorf("an operation takes %.0f ns longer, want %.0f", longer, want)
	}
}

// TestSliceOfAMachine: the axis is that of the machine's scheduler.
func TestSliceOfAMachine(t *testing.T) {
	s := NewSim(&profile.Default().Profile)
	s.Machine = found(machines.Find("guest-2cpu"))
	c := Case{Pattern: found(pattern.Find("pte-same"))[0], Strategy: strategies.Compared()[0], Tasks: 2, Sim: s}
	set, err := c.with([]setting{{SweepOf("slice", 1).Axis, 2e6}})
	if err != nil || set.Sim.Machine.Slice != 2e6 || s.Machine.Slice != 750e3 {
		t.Errorf("%+v, %v; it was %d", set.Sim.Machine, err, s.Machine.Slice)
	}
	for _, axis := range []setting{{SweepOf("slice", 0).Axis, 0}, {SweepOf("preempt", 1).Axis, 1}} {
		if _, err := c.with([]setting{axis}); err == nil {
			t.Errorf("%s=%g is taken", axis.axis.Name, axis.value)
		}
	}
}

// TestPatternsRunOnMachines: every pattern runs on each machine that ships.
func TestPatternsRunOnMachines(t *testing.T) {
	all := found(pattern.Find(""))
	if testing.Short() {
		all = found(pattern.Find("mix,inval-rounds"))
	}
	for _, name := range machines.Names()[1:] {
		m := found(machines.Find(name))
		for _, kind := range []machine.Preemption{machine.Voluntary, machine.Full, machine.Lazy} {
			if testing.Short() && kind != machine.Voluntary && name != "guest-2cpu" {
				continue
			}
			q := *m
			q.Preemption = kind
			for _, p := range all {
				s := NewSim(&profile.Default().Profile)
				s.Machine, s.CPUs = &q, m.CPUs()
				c := Case{Pattern: p, Strategy: found(strategies.Find("exclusive"))[0], Tasks: p.DefaultTasks(), Seed: 1, Sim: s}
				if r := c.Simulate(t.Context(), 1, time.Millisecond); len(r.Samples) != 1 || r.Samples[0].Ops == 0 || r.Samples[0].Hung {
					t.Errorf("%s on %s, %s: %+v", p.Name, name, kind, r.Samples)
				}
			}
		}
	}
}

// TestFixedUnderEachPrice: a case is a fixed schedule only if no price of its profile is
// drawn, whichever it is.
func TestFixedUnderEachPrice(t *testing.T) {
	fixed := func(costs *sim.Profile) bool {
		c := Case{Pattern: found(pattern.Find("burst"))[0], Strategy: strategies.Compared()[0], Tasks: 2, Seed: 1, Sim: NewSim(costs)}
		return c.Fixed()
	}
	if !fixed(sim.Zero()) {
		t.Error("nothing is drawn, and it is not fixed")
	}
	for _, k := range profile.Kinds() {
		p := sim.Zero()
		if profile.Price(p, k).Drawn = true; fixed(p) {
			t.Errorf("%v is drawn, and it is fixed", k)
		}
	}
}
