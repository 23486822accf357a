package bench

import (
	"bytes"
	"cmp"
	"slices"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/timeline"
	"daxwait/bench/trace"
	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/results"
	"daxwait/strategies"
)

// TestTimelineReadsBack: what the trace reader tells of a simulation that was
// written as ftrace text is what the model itself told its tasks meanwhile.
func TestTimelineReadsBack(t *testing.T) {
	window := 2 * time.Millisecond
	if testing.Short() {
		window /= 4
	}
	var hangs, pmds, invalidations, writebacks, fallbacks, sleeps int64
	for i, p := range pattern.All() {
		if p.Around {
			continue // the traces know no journal
		}
		for j, s := range strategies.All() {
			if testing.Short() && (s.CheckOnly || (i+j)%2 != 0) {
				continue
			}
			for _, m := range []struct {
				tasks, cpus int
				profile     string
				slice       int64
			}{{6, 2, "default", 3e6}, {5, 1, "emulated-6.1-traced", 50e3}, {4, 0, "zero", 0}} {
				if p.Rounds != 0 && m.profile == "zero" || testing.Short() && m.profile != "default" {
					continue // time would stand still
				}
				prof, p := &found(profile.Find(m.profile)).Profile, p
				if m.profile == "zero" && p.Rounds == 0 { // so that nobody needs a CPU
					p = found(p.Set(pattern.AxisNamed("think-on-cpu"), 0))
				}
				c := Case{Pattern: p, Strategy: s, Tasks: m.tasks, Seed: 3, Sim: &Sim{CPUs: m.cpus, Profile: prof, Slice: m.slice}}
				t.Run(p.Name+"/"+s.Name+"/"+m.profile, func(t *testing.T) {
					b := keepBook(c, window)
					b.compare(t)
					pmds, invalidations, writebacks = pmds+b.PMD, invalidations+b.Invalidate, writebacks+b.Writeback
					fallbacks, sleeps = fallbacks+b.Fallback, sleeps+b.Sleeps
					if b.x.hangs != 0 {
						hangs++
					}
				})
			}
		}
	}
	t.Logf("%d sleeps, %d PMD faults, %d fallbacks, %d invalidations, %d write-backs, %d hangs", sleeps, pmds, fallbacks, invalidations, writebacks, hangs)
	if hangs == 0 || pmds == 0 || invalidations == 0 || writebacks == 0 || fallbacks == 0 || sleeps == 0 {
		t.Error("want some of each")
	}
}

// book is what a trace should say, as the model tells it at the port of its
// tasks, until the first hang.
type book struct {
	trace.Summary
	x            *Contestant
	rec          *timeline.Recorder
	sample       results.Sample
	tasks        []booked
	asleep       int64
	holds, waits []int64 // ns
	lasting      int64   // holds that took any time
}

// booked is a task.
type booked struct {
	asleep, waiting, grabbed bool
	waitBegan, lockedAt      int64
	entering                 *int64 // counts the fault that it is about to enter
	outside                  bool   // asleep, for the invalidate_lock
}

// keepBook runs a case for a time.
func keepBook(c Case, window time.Duration) *book {
	c.Timeline = timeline.New(timeline.About{
		Pattern: c.Pattern.Name, Tasks: c.Tasks, CPUs: cmp.Or(c.Sim.CPUs, c.Tasks), Files: c.Pattern.Files,
	}, 1<<22)
	b := &book{x: c.Start(nil, window), rec: c.Timeline, tasks: make([]booked, c.Tasks)}
	defer b.x.engine.Close()
	b.x.Warm()
	b.x.engine = wrapped{b.x.engine, func(t participant) participant { return bookedTask{t, b} }}
	b.rec.Start(b.x.engine.Now())
	b.sample = b.x.run(window)
	b.rec.Stop(b.x.engine.Now())
	b.StillAsleep = b.asleep
	for _, x := range b.tasks {
		if x.outside && x.entering != nil {
			*x.entering-- // it never came to it
		}
	}
	return b
}

func (b *book) compare(t *testing.T) {
	var text bytes.Buffer
	if err := b.rec.WriteFtrace(&text); err != nil {
		t.Fatal(err)
	}
	written := text.String()
	got := found(trace.Summarize(found(trace.NewReader("it", &text))))
	for _, c := range []struct {
		what      string
		got, want int64
	}{
		{"PTE faults", got.PTE, b.PTE}, {"PMD faults", got.PMD, b.PMD}, {"fallbacks", got.Fallback, b.Fallback},
		{"gets that waited", got.Waits, b.Waits}, {"sleeps", got.Sleeps, b.Sleeps}, {"sleeps again", got.Resleeps, b.Resleeps},
		{"wakes", got.Wakes, b.Wakes}, {"wakes of all", got.WakesAll, b.WakesAll}, {"wakes that hit", got.WakesHit, b.WakesHit},
		{"woken", got.Woken, b.Woken}, {"still asleep", got.StillAsleep, b.StillAsleep}, {"most asleep", got.MaxQ, b.MaxQ},
		{"invalidations", got.Invalidate, b.Invalidate}, {"write-backs", got.Writeback, b.Writeback},
	} {
		if c.got != c.want {
			t.Errorf("%s: the trace says %d, the model told %d", c.what, c.got, c.want)
		}
	}
	sameTimes(t, "hold", got.Hold, b.holds)
	sameTimes(t, "wait", got.Wait, b.waits)
	b.agrees(t)
	got.Warnings.Each(func(r trace.Reason, n int64, first int, _ string) {
		switch zero := b.x.c.Sim.Profile.Name == "zero"; {
		case r == trace.WokenRunning && zero: // nobody needs a CPU
		case r == trace.NoPartner && b.x.hangs != 0: // who sleeps for ever
		default:
			t.Errorf("%v, %d times, first in line %d", r, n, first)
		}
	})
	for _, q := range []trace.Quantity{trace.Faults, trace.FaultTimes, trace.Holds, trace.Sleeps, trace.WaitTimes, trace.Wakes} {
		if lack := got.Captured.Lack(q); lack != "" && b.x.hangs == 0 {
			t.Errorf("not in what was written: %s", lack)
		}
	}
	if t.Failed() {
		t.Log(written[:min(len(written), 20_000)])
	}
}

// agrees: what was told is what the tasks have counted.
func (b *book) agrees(t *testing.T) {
	t.Helper()
	if b.x.hangs != 0 {
		return // they went on in another world
	}
	n := b.sample.Counts
	if n.Waits != b.Waits || n.Sleeps != b.Sleeps || n.Resleeps != b.Resleeps || n.Wakes != b.Wakes || n.Woken != b.Woken || n.Fallbacks != b.Fallback {
		t.Errorf("the tasks counted %+v, were told %+v", n, b.Summary)
	}
	if removals := n.Removed + n.Refused + n.Downgrades; b.x.c.Strategy.Name == "exclusive" && b.WakesAll != removals {
		t.Errorf("%d wakes of all for %d removals", b.WakesAll, removals)
	}
	if got := b.rec.Operations(); int64(got) != b.sample.Ops {
		t.Errorf("%d operations are recorded of %d", got, b.sample.Ops)
	}
	if b.x.c.Sim.Profile.Name == "zero" {
		return // what takes no time is not drawn
	}
	var holds, asleep, useless int64
	l := b.rec.Timeline()
	for _, s := range l.Spans {
		switch {
		case s.Doing == results.Holding:
			holds++
		case s.Doing == results.Asleep:
			asleep++
		}
	}
	for _, a := range l.Arrows {
		if a.Useless {
			useless++
		}
	}
	if holds != b.lasting || asleep != n.Sleeps+n.SemSleeps || int64(len(l.Arrows)) != asleep || useless != n.Resleeps {
		t.Errorf("%d holds of %d, %d sleeps, %d wakes, %d of them useless; the tasks counted %+v", holds, b.lasting, asleep, len(l.Arrows), useless, n)
	}
}

// sameTimes: percentiles are within the microsecond to which ftrace rounds.
func sameTimes(t *testing.T, what string, got trace.Quantiles, want []int64) {
	t.Helper()
	slices.Sort(want)
	n := len(want)
	if got.N != int64(n) {
		t.Errorf("%s: %d in the trace, %d in the model", what, got.N, n)
	}
	if n == 0 || got.N != int64(n) {
		return
	}
	for _, q := range []struct{ got, want int64 }{
		{got.P50, want[min(n*50/100, n-1)]}, {got.P90, want[min(n*90/100, n-1)]}, {got.P99, want[min(n*99/100, n-1)]}, {got.Max, want[n-1]},
	} {
		if d := q.got - q.want; d < -1000 || d > 1000 {
			t.Errorf("%s: %d ns in the trace, %d in the model", what, q.got, q.want)
		}
	}
}

// bookedTask keeps the book of a task.
type bookedTask struct {
	participant
	b *book
}

// own is the task's page, or one that is thrown away after a hang.
func (t bookedTask) own() (*book, *booked) {
	if t.b.x.hangs != 0 {
		return &book{}, &booked{}
	}
	return t.b, &t.b.tasks[t.ID()]
}

func (t bookedTask) At(l task.Label, a, b uint64) {
	t.participant.At(l, a, b)
	sum, own := t.own()
	own.entering = nil
	switch l {
	case task.FaultStart:
		if own.entering = &sum.PTE; uint8(b) == daxcore.PMD {
			own.entering = &sum.PMD
		}
		*own.entering++
	case task.RangeEntry:
		sum.Invalidate++
	case task.Grabbed:
		own.grabbed = true
	}
}

func (t bookedTask) Spend(c task.Cost, ns int64) {
	if sum, _ := t.own(); c == task.Flush {
		sum.Writeback++
	}
	t.participant.Spend(c, ns)
}

func (t bookedTask) Wake(id int) {
	if w := &t.b.tasks[id]; t.b.x.hangs == 0 {
		if w.asleep {
			t.b.asleep--
		}
		w.asleep, w.outside = false, false
	}
	t.participant.Wake(id)
}

func (t bookedTask) Observe(e daxcore.Event) {
	t.participant.Observe(e)
	switch sum, own := t.own(); e.Kind {
	case task.Slept:
		if sum.Sleeps++; e.N == 0 {
			sum.Waits++
			own.waiting, own.waitBegan = true, t.Now()
		} else {
			sum.Resleeps++
		}
		own.asleep = true
		sum.asleep++
		sum.MaxQ = max(sum.MaxQ, sum.asleep)
	case task.SemSlept:
		own.outside = true
	case task.WaitEnd:
		if own.waiting {
			own.waiting = false
			sum.waits = append(sum.waits, t.Now()-own.waitBegan)
		}
	case task.Locked:
		own.lockedAt, own.grabbed = t.Now(), false
	case task.Unlocked:
		if t.Now() > own.lockedAt {
			sum.lasting++
		}
		if own.grabbed {
			own.grabbed = false
			sum.holds = append(sum.holds, t.Now()-own.lockedAt)
		}
	case task.FellBack:
		sum.Fallback++
	case task.Woke:
		if sum.Wakes++; e.All {
			sum.WakesAll++
		}
		if sum.Woken += int64(e.N); e.N > 0 {
			sum.WakesHit++
		}
	}
}
