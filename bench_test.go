package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/internal/cli"
	"daxwait/results"
	"daxwait/strategies"
	"daxwait/suite"
)

var (
	outFlag     = flag.String("dax.out", usualOut, "folder for results; what is in the usual one is moved aside, and three generations are kept")
	forceFlag   = flag.Bool("dax.force", false, "write over results that are in -dax.out")
	plotsFlag   = flag.String("dax.plots", "plots/latest", "folder for charts; empty for none")
	seedFlag    = flag.Uint64("dax.seed", 1, "seed of the operations")
	holdFlag    = flag.String("dax.hold", "both", "run, sleep or both: whether holders leave the CPU")
	pinFlag     = flag.Bool("dax.pin", false, "give each task an OS thread of its own")
	cpusFlag    = flag.Int("dax.cpus", 0, "virtual CPUs of the simulator; 0 is 2 and, with 64 tasks, 64")
	profileFlag = flag.String("dax.profile", "default", "cost profile of the simulator, a name or a file")
	traceFlag   = flag.String("dax.trace", "", "replay this kernel trace besides")
)

// usualOut is where results go.
const usualOut = "results/latest"

// finished are the records of this run, for the summary and charts at its end.
var finished []*results.Record

// length is what a case takes, live or in virtual time of each of two and a half as
// much, and windows in how many parts it is cut: iterations of the benchmark.
var (
	length  = time.Second
	windows = bench.MinWindows
)

// catalogue is the designs that there are, those that are code in processes of their own.
var catalogue strategies.Catalogue

func TestMain(m *testing.M) {
	catalogue = suite.Contain()
	flag.Parse()
	if err := setLength(); err != nil {
		fmt.Fprintln(os.Stderr, "daxwait:", err)
		os.Exit(2)
	}
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

// setLength takes -benchtime for what a case takes, or for how many windows it has,
// and has the testing package ask for as many iterations.
func setLength() error {
	v := flag.Lookup("test.benchtime").Value
	var n int
	if _, err := fmt.Sscanf(v.String(), "%dx", &n); err == nil {
		windows = max(n, 1)
		return nil
	}
	d, err := time.ParseDuration(v.String())
	if err != nil {
		return err
	}
	length = max(d, bench.MinWindows*time.Millisecond)
	return v.Set(fmt.Sprintf("%dx", windows))
}

func report() error {
	return cli.Daxwait().Conclude(os.Stdout, *outFlag, *plotsFlag, strategies.Baseline, finished)
}

// BenchmarkFault runs the strategies that are compared under every pattern, on
// the simulator and on the live engine.
//
// An iteration is a window, which is a sample of the results; there are ten, or as many
// as -benchtime 25x says. A duration, -benchtime 5s, is that of a case of ten windows.
//
// ns/op is of an operation, not of a window: what the windows took, by all operations
// of all tasks in them. That is wall time, and of the live engine alone. The
// simulator has vns/op in its place, the same in virtual time: how long it takes to
// simulate an operation says nothing of a design. -count repeats a case, on the simulator
// with other seeds.
//
// Each pattern is simulated on 2 CPUs and, with 64 tasks in shorter windows, on 64.
//
// Windows of the live engine are taken in turns, one of each strategy of a pattern, so
// that drift of the machine meets all alike.
//
//	go test -bench .
//	go test -bench 'Fault/.*/pattern=mixed' -benchtime 5s
//	go test -bench Fault/engine=live/pattern=pte-same -count 6 >new.txt; go tool benchstat new.txt
//	go tool benchstat -col /strategy results/latest/bench.txt
//
// With -short, only a smoke matrix is run.
func BenchmarkFault(b *testing.B) {
	patterns, err := patterns()
	if err != nil {
		b.Fatal(err)
	}
	how := results.Fresh
	switch {
	case *forceFlag:
		how = results.Force
	case *outFlag == usualOut:
		how = results.Aside
	}
	log, found, err := results.Begin(nil, *outFlag, nil, how)
	if err != nil {
		b.Fatal(err)
	}
	if found.Moved != "" {
		fmt.Printf("the results that were in %s are in %s now\n", *outFlag, found.Moved)
	}
	defer log.Close()
	costs, err := profile.Find(*profileFlag)
	if err != nil {
		b.Fatal(err)
	}
	places := append([]bench.Place{bench.Small()}, bench.Large(64)...)
	if *cpusFlag != 0 {
		places = []bench.Place{{CPUs: *cpusFlag, Shorter: 1}}
	}
	for _, engine := range []struct {
		name   string
		sim    *bench.Sim
		places []bench.Place
	}{
		{"engine=sim", bench.NewSim(&costs.Profile), places},
		{"engine=live", nil, nil},
	} {
		b.Run(engine.name, func(b *testing.B) {
			for _, p := range patterns {
				b.Run("pattern="+p.Name, func(b *testing.B) {
					runGroups(b, log, bench.Plan{
						Patterns: []*pattern.Pattern{p}, Strategies: asked(), Sim: engine.sim, Places: engine.places,
						Windows: windows, Window: length * 2 / 5 / bench.MinWindows, Seed: *seedFlag, PinThreads: *pinFlag,
					})
				})
			}
		})
	}
}

// group is a pattern at a place with all strategies that are asked for. The first of
// them that is asked for runs all.
type group struct {
	plan  bench.Plan
	place int // among the plan's groups
	log   *results.Log
	runs  [][]*results.Record // by strategy, of each repetition
}

// asked are the strategies that -bench names in its place of theirs, or all that are
// compared: windows of others would be taken for nothing.
func asked() []*strategies.Strategy {
	all := catalogue.Compared()
	parts := strings.Split(flag.Lookup("test.bench").Value.String(), "/")
	if len(parts) < 4 || strings.ContainsAny(strings.Join(parts, ""), "|[(") {
		return all
	}
	named, err := regexp.Compile(parts[3])
	if err != nil {
		return all
	}
	return slices.DeleteFunc(all, func(s *strategies.Strategy) bool { return !named.MatchString("strategy=" + s.Name) })
}

func runGroups(b *testing.B, log *results.Log, plan bench.Plan) {
	if plan.Sim != nil {
		plan.Window /= 2 // so that all takes less than four minutes
	}
	groups, err := plan.Groups()
	if err != nil {
		b.Fatal(err)
	}
	for n := range groups {
		g := &group{plan: plan, place: n, log: log}
		for i := range groups[n] {
			c := &groups[n][i]
			repetition := 0
			b.Run("strategy="+c.Strategy.Name+"/"+c.Label(), func(b *testing.B) {
				if b.N != windows {
					return // the testing package tries one iteration first
				}
				suite.Report(b, g.record(b, i, repetition))
				repetition++
			})
		}
	}
}

// record returns what a strategy found in a repetition.
func (g *group) record(b *testing.B, strategy, repetition int) *results.Record {
	for len(g.runs) <= repetition {
		plan := g.plan
		plan.Seed += uint64(len(g.runs) * windows)
		groups, err := plan.Groups()
		if err != nil {
			b.Fatal(err)
		}
		found, err := plan.Run(b.Context(), groups[g.place:g.place+1], g.log, nil)
		if err != nil {
			b.Fatal(err)
		}
		g.runs = append(g.runs, found)
		finished = append(finished, found...)
	}
	return g.runs[repetition][strategy]
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
