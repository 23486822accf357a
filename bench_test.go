package main

import (
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/internal/cli"
	"daxwait/results"
	"daxwait/results/machine"
	"daxwait/strategies"
	"daxwait/suite"
)

var (
	outFlag     = flag.String("dax.out", "results/latest", "folder for results")
	plotsFlag   = flag.String("dax.plots", "plots/latest", "folder for charts; empty for none")
	seedFlag    = flag.Uint64("dax.seed", 1, "seed of the operations")
	holdFlag    = flag.String("dax.hold", "both", "run, sleep or both: whether holders leave the CPU")
	pinFlag     = flag.Bool("dax.pin", false, "give each task an OS thread of its own")
	cpusFlag    = flag.Int("dax.cpus", 2, "virtual CPUs of the simulator")
	profileFlag = flag.String("dax.profile", "default", "cost profile of the simulator, a name or a file")
	traceFlag   = flag.String("dax.trace", "", "replay this kernel trace besides")
)

// finished are the records of this run, for the summary and charts at its end.
var finished []*results.Record

func TestMain(m *testing.M) {
	code := m.Run()
	if len(finished) != 0 {
		fmt.Println()
		if err := report(); err != nil {
			fmt.Fprintln(os.Stderr, "daxwait:", err)
			code = max(code, 1)
		}
	}
	os.Exit(code)
}

func report() error {
	return cli.Daxwait().Conclude(os.Stdout, *outFlag, *plotsFlag, strategies.Baseline, finished)
}

// BenchmarkFault runs the strategies that are compared under every pattern, on
// the simulator and on the live engine.
// -benchtime is the length of a case; it is cut into windows, each a sample in
// the results. With -short, only a smoke matrix is run.
//
//	go test -bench .
//	go test -bench 'Fault/.*/pattern=mixed' -benchtime 5s
//	go tool benchstat -col /strategy results/latest/bench.txt
func BenchmarkFault(b *testing.B) {
	patterns, err := patterns()
	if err != nil {
		b.Fatal(err)
	}
	log, err := results.Create(*outFlag, false)
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	costs, err := profile.Find(*profileFlag)
	if err != nil {
		b.Fatal(err)
	}
	host := bench.NewSim(&costs.Profile)
	host.CPUs = *cpusFlag
	here := machine.Here()
	for _, engine := range []struct {
		name string
		sim  *bench.Sim
	}{
		{"engine=sim", host},
		{"engine=live", nil},
	} {
		b.Run(engine.name, func(b *testing.B) {
			for _, p := range patterns {
				b.Run("pattern="+p.Name, func(b *testing.B) {
					for _, s := range strategies.Compared() {
						b.Run("strategy="+s.Name, func(b *testing.B) {
							c := bench.Case{Pattern: p, Strategy: s, Tasks: p.DefaultTasks(), Seed: *seedFlag, PinThreads: *pinFlag, Sim: engine.sim}
							b.Run(c.Label(), func(b *testing.B) { runCase(b, &c, log, here) })
						})
					}
				})
			}
		})
	}
}

func patterns() ([]*pattern.Pattern, error) {
	list, err := pattern.Find("")
	if testing.Short() {
		list, err = pattern.Find("pte-same,mixed-pte,inval-rounds")
	}
	if *traceFlag != "" && err == nil {
		var p *pattern.Pattern
		if p, err = pattern.Open(*traceFlag); err == nil {
			list = append(list, p)
		}
	}
	if err != nil {
		return nil, err
	}
	return pattern.InRegime(list, *holdFlag)
}

// runCase runs a case once: two fifths of the time that -benchtime says on the
// live engine, a fifth in virtual time, so that all patterns in both regimes
// take less than four minutes. The testing package, which wants more until its
// time is spent, is given the same figures again.
func runCase(b *testing.B, c *bench.Case, log *results.Log, here *machine.Machine) {
	if b.N > 1 {
		suite.Report(b, finished[len(finished)-1])
		return
	}
	r := sampled(b, c, benchTime()/bench.MinWindows, here)
	if err := log.Append(r); err != nil {
		b.Fatal(err)
	}
	finished = append(finished, r)
	suite.Report(b, r)
}

func sampled(b *testing.B, c *bench.Case, window time.Duration, here *machine.Machine) *results.Record {
	if c.Sim != nil {
		return c.Simulate(b.Context(), bench.MinWindows, window/5)
	}
	x := c.Start(here, window*2/5)
	x.Warm()
	for range bench.MinWindows {
		x.Window()
	}
	return x.Finish()
}

// benchTime is the value of -benchtime; a count of iterations stands for that
// many tenths of a second.
func benchTime() time.Duration {
	value := flag.Lookup("test.benchtime").Value.String()
	if d, err := time.ParseDuration(value); err == nil {
		return max(d, bench.MinWindows*time.Millisecond)
	}
	var n int
	if _, err := fmt.Sscanf(value, "%dx", &n); err == nil {
		return time.Duration(n) * 100 * time.Millisecond
	}
	return time.Second
}
