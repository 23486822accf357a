package machine

import "testing"

// occupied is a machine of two sockets of two CPUs, some of which have a task.
func occupied(busy ...int32) *Fair {
	f := NewFair(kernel(EEVDF, 2, 2), 4, 16)
	for i, cpu := range busy {
		f.Wake(int32(8+i), cpu, 0)
	}
	return f
}

// TestChoose: an idle CPU that the task had last; else an idle one of that socket; else
// the one that it had last.
func TestChoose(t *testing.T) {
	for _, c := range []struct {
		busy        []int32
		last, waker int32
		want        int32
	}{
		{[]int32{0}, 1, 0, 1},
		{[]int32{0}, 3, 0, 3},
		{[]int32{0, 1}, 1, 0, 1},    // the idle ones are of the other socket
		{[]int32{0, 2}, 2, 0, 3},    // beside the last
		{[]int32{0, 1, 2}, 3, 0, 3}, // idle, though far away
		{[]int32{1}, 1, 0, 0},       // the waker is an interrupt of an idle CPU
		{[]int32{0, 1, 2, 3}, 2, 0, 2},
	} {
		f := occupied(c.busy...)
		f.tasks[0].cpu = c.last
		if got := f.Choose(0, c.waker); got != c.want {
			t.Errorf("with %v busy, last on %d, woken on %d: %d, want %d", c.busy, c.last, c.waker, got, c.want)
		}
	}
}

// TestChooseLessLoaded: where none is idle, a woken task goes to its waker if that CPU
// has no more tasks at home with it than the other without, asleep or not.
func TestChooseLessLoaded(t *testing.T) {
	f := occupied(0, 1, 2, 3)
	f.tasks[0].cpu = 1
	f.cpus[0].homes, f.cpus[1].homes = 5, 6
	if got := f.Choose(0, 0); got != 1 {
		t.Errorf("6 with it against 5 without, and it goes to %d", got)
	}
	f.cpus[0].homes = 4
	if got := f.Choose(0, 0); got != 0 {
		t.Errorf("5 with it against 5 without, and it stays on %d", got)
	}
}

func TestBetween(t *testing.T) {
	f := occupied()
	for _, c := range []struct {
		a, b int32
		want Distance
	}{{1, 1, Own}, {0, 1, Near}, {1, 2, Away}, {3, 0, Away}} {
		if got := f.Between(c.a, c.b); got != c.want {
			t.Errorf("from %d to %d: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// TestIdleBalance: a CPU that has nothing to do takes a task that waits elsewhere, of its
// own socket first, unless that has just run.
func TestIdleBalance(t *testing.T) {
	f := occupied(0, 1, 2, 3)
	f.Wake(1, 0, 0)
	f.Wake(2, 0, 0)
	f.Wake(3, 3, 0)
	if next := f.Sleep(10, ms); next != 3 { // on CPU 2
		t.Errorf("CPU 2 takes %d, want 3, which waits in its socket", next)
	}
	if next := f.Sleep(11, ms); next != 1 && next != 2 { // on CPU 3
		t.Errorf("CPU 3 takes %d, want one that waits in the other socket", next)
	}
	left := f.waitedBy(0)
	f.tasks[left].ran = ms
	if next := f.Sleep(9, ms+400e3); next != none { // on CPU 1
		t.Errorf("CPU 1 takes %d, which ran 0.4 ms ago", next)
	}
	if _, _, ok := f.Push(0, 2*ms); ok {
		t.Error("an idle CPU is given a task without a tick")
	}
	if id, to, ok := f.Push(0, 4*ms); !ok || id != left || to != 1 || f.Running(1) != left || f.At(left) != 1 {
		t.Errorf("at a tick %d goes to %d, %v; want %d to 1", id, to, ok, left)
	}
}

// waitedBy returns a task that waits for a CPU.
func (f *Fair) waitedBy(cpu int32) int32 {
	c := &f.cpus[cpu]
	return append(append([]waiting(nil), c.queue.q...), c.later.q...)[0].id
}

// TestBusyBalance: a busy CPU takes from one that has two tasks more, every so many ticks.
func TestBusyBalance(t *testing.T) {
	f := occupied(0, 1, 2, 3)
	for id := range int32(3) {
		f.Wake(id, 0, 0)
	}
	for tick := int64(1); tick <= busyTicks; tick++ {
		f.MakesWay(1, tick*4*ms)
	}
	if a, b := f.cpus[0].n, f.cpus[1].n; a != 3 || b != 2 {
		t.Errorf("%d and %d tasks, want 3 and 2", a, b)
	}
}

func TestMachineWith(t *testing.T) {
	for cpus, want := range map[int][2]int{1: {1, 1}, 2: {2, 1}, 3: {2, 2}, 128: {2, 64}} {
		if m := kernel(CFS, 2, 64).With(cpus); m.Sockets != want[0] || m.Cores != want[1] {
			t.Errorf("%d CPUs are %d sockets of %d, want %v", cpus, m.Sockets, m.Cores, want)
		}
	}
}

// TestHomes: each task begins on a CPU of its own, as long as there are enough, and every
// second one on the other socket.
func TestHomes(t *testing.T) {
	for _, cpus := range []int{8, 7} {
		f := NewFair(&Machine{Scheduler: EEVDF, Sockets: 2, Cores: 4, Tick: 4e6, Slice: 750e3}, cpus, cpus)
		had := map[int32]bool{}
		for id := range int32(cpus) {
			had[f.At(id)] = true
		}
		if len(had) != cpus {
			t.Errorf("%d tasks begin on %d CPUs", cpus, len(had))
		}
		if d := f.Between(f.At(0), f.At(1)); cpus == 8 && d != Away {
			t.Errorf("the second begins at a distance of %d", d)
		}
	}
}
