package docs_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"daxwait/bench"
	"daxwait/bench/machines"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/results"
	"daxwait/strategies"
)

// guest simulates storms on one page on the machine guest-2cpu.
type guest struct {
	t           *testing.T
	regime      string
	hold, think float64
}

// median runs a design and returns the median of a figure over its windows.
func (g guest) median(strategy string, tasks int, of func(*results.Sample) float64) float64 {
	g.t.Helper()
	must := func(err error) {
		if err != nil {
			g.t.Fatal(err)
		}
	}
	patterns, err := pattern.Find("pte-same")
	must(err)
	p, err := patterns[0].WithHold(g.regime)
	must(err)
	for axis, v := range map[string]float64{"hold": g.hold, "think": g.think, "think-on-cpu": 1} {
		p, err = p.Set(pattern.AxisNamed(axis), v)
		must(err)
	}
	designs, err := strategies.Find(strategy)
	must(err)
	costs, err := profile.Find("guest-6.1")
	must(err)
	s := bench.NewSim(&costs.Profile)
	s.Machine, err = machines.Find("guest-2cpu")
	must(err)
	c := bench.Case{Pattern: p, Strategy: designs[0], Tasks: tasks, Seed: 1, Sim: s}
	window := 200 * time.Millisecond
	if g.regime == "run" {
		window /= 2
	}
	var all []float64
	for _, s := range c.Simulate(g.t.Context(), bench.MinWindows, window).Samples {
		all = append(all, of(&s))
	}
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

func sleeps(s *results.Sample) float64 { return float64(s.Counts.Sleeps) / float64(s.Ops) }
func rate(s *results.Sample) float64   { return float64(s.Ops) / s.Seconds }
func p99(s *results.Sample) float64    { return float64(s.LatencyP99) }
func p50(s *results.Sample) float64    { return float64(s.LatencyP50) }
func barged(s *results.Sample) float64 { return float64(s.Contention.Barged) / float64(s.Ops) }

func useless(s *results.Sample) float64 {
	return float64(s.Counts.Resleeps) / float64(s.Counts.Sleeps)
}
func hit(s *results.Sample) float64 { return float64(s.Counts.Woken) / float64(s.Counts.Hits) }

const next, all = "exclusive", "perindex"

// times is a figure of wake-all against that of wake-next.
func (g guest) times(tasks int, of func(*results.Sample) float64) float64 {
	return g.median(all, tasks, of) / g.median(next, tasks, of)
}

// span is the least and the greatest figure of both designs with 4 to 16 tasks.
func (g guest) span(of func(*results.Sample) float64, per float64) string {
	var found []float64
	for _, tasks := range []int{4, 8, 16} {
		found = append(found, g.median(next, tasks, of)/per, g.median(all, tasks, of)/per)
	}
	least, most := fmt.Sprintf("%.2f", slices.Min(found)), fmt.Sprintf("%.2f", slices.Max(found))
	if least == most {
		return least
	}
	return least + " to " + most
}

// TestGuest makes the rows of the guest again.
func TestGuest(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	page, err := os.ReadFile("validation.md")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(page), "**", "")
	row := func(name string, cells ...any) {
		t.Helper()
		at := strings.Index(text, "\n| "+name+" | ")
		if at < 0 {
			t.Errorf("no row %s", name)
			return
		}
		line, _, _ := strings.Cut(text[at+1:], "\n")
		if want := fmt.Sprintf(" | %v | %v |", cells...); !strings.HasSuffix(line, want) {
			t.Errorf("the row is\n%s\nand ends in%s", line, want)
		}
	}
	two := func(form string, of func(g guest) []any, holds, a, b float64) (cells []any) {
		for _, think := range []float64{a, b} {
			cells = append(cells, fmt.Sprintf(form, of(guest{t, "sleep", holds, think})...))
		}
		return cells
	}
	long := func(form string, of func(g guest) []any) []any { return two(form, of, 300e3, 20e3, 50e3) }
	row("holds asleep 300 µs, wake-next: sleeps an attempt, 16 tasks", long("%.2f", func(g guest) []any { return []any{g.median(next, 16, sleeps)} })...)
	row("wake-all: sleeps an attempt, 4, 8, 16 tasks", long("%.2f, %.2f, %.1f", func(g guest) []any {
		return []any{g.median(all, 4, sleeps), g.median(all, 8, sleeps), g.median(all, 16, sleeps)}
	})...)
	row("wake-all / wake-next at 16 tasks: throughput", long("%.2f", func(g guest) []any { return []any{g.times(16, rate)} })...)
	row("the same: p99 of the latency", long("%.2f", func(g guest) []any { return []any{g.times(16, p99)} })...)
	row("the same: p50 of the latency", long("%.2g", func(g guest) []any { return []any{g.times(16, p50)} })...)
	row("wake-all at 16 tasks: p99 / p50 of the latency", long("%.1f", func(g guest) []any { return []any{g.median(all, 16, p99) / g.median(all, 16, p50)} })...)
	row("holds of 200 µs, 8 tasks: the unlocker has it next, wake-next", two("%.2f", func(g guest) []any { return []any{g.median(next, 8, barged)} }, 200e3, 20e3, 50e3)...)
	row("the same, wake-all", two("%.2f", func(g guest) []any { return []any{g.median(all, 8, barged)} }, 200e3, 20e3, 50e3)...)
	short, longer := guest{t, "run", 0, 9e3}, guest{t, "run", 0, 15e3}
	a, b := short.median(next, 1, rate), longer.median(next, 1, rate)
	row("sleeps an attempt", short.span(sleeps, 1), longer.span(sleeps, 1))
	row("of these, sleeps again after a useless wake", short.span(useless, 1), longer.span(useless, 1))
	row("throughput / that of one task", short.span(rate, a), longer.span(rate, b))
	row("the same, if one task thinks for 9 µs", short.span(rate, a), longer.span(rate, a))
	row("two tasks: throughput / that of one", fmt.Sprintf("%.2f", short.median(next, 2, rate)/a), fmt.Sprintf("%.2f", longer.median(next, 2, rate)/b))
	row("woken by a wake that finds any", short.span(hit, 1), longer.span(hit, 1))
}
