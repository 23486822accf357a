// Command widen draws scenarios of five tasks and up to ten operations, searches
// them with the catalogue, and writes those that tell designs apart as no scenario
// before them does, or in which two places are taken at the same time that never
// were in one before.
//
//	go run ./tools/widen -seed 1 -tries 200 -out daxcore/daxtest/wide
//
// A scenario that takes more than so many states for any design is left out, so that
// all that are written can be searched to the end, and soon.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/strategies"
)

func main() {
	seed := flag.Uint64("seed", 1, "`number` that the draw begins with")
	tries := flag.Int("tries", 100, "`how many` are drawn")
	states := flag.Int("states", 40_000, "`how many` states a search may have")
	out := flag.String("out", "daxcore/daxtest/wide", "`folder` that scenarios are written to")
	flag.Parse()
	w := &widening{seen: map[string]bool{}, states: *states}
	for _, sc := range slices.Concat(daxtest.Scenarios(), daxtest.Wide()) {
		w.know(sc)
	}
	rng := rand.New(rand.NewPCG(*seed, 0x11de))
	for n := range *tries {
		text := draw(rng)
		name := fmt.Sprintf("s%d-%d", *seed, n)
		sc, err := daxtest.ParseScenario(strings.NewReader(text), name, name)
		if err != nil {
			continue // such as an operation behind a close
		}
		lost, fresh := w.look(sc)
		if !fresh {
			continue
		}
		if err := os.WriteFile(filepath.Join(*out, name+".txt"), []byte(write(text, w.why, lost)), 0o666); err != nil {
			fmt.Fprintln(os.Stderr, "widen:", err)
			os.Exit(1)
		}
		fmt.Printf("%s: %s; %s\n", name, w.why, strings.ReplaceAll(text, "\n", " "))
	}
}

// draws are what a task does, of an index or none: with the whole faults and what
// removes entries more often than what only looks.
var draws = []string{
	"P(%s,w)", "P(%s,w)", "F(0,%s)", "F(0,%s)", "F(9,B)", "P(B,w)", "I(%s)", "I(%s)", "R(B,B+3)", "L(%s)", "W(B,B+3)", "S(B,B+3)", "D(B,B+3)", "G(0,%s)", "X(B,B+3)", "U(B,B+3)",
}

var entries = []string{"", "pte B+1", "pte B+1, pte B+2", "pmd", "pmd dirty", "zero-pmd", "pte B+1 dirty", "pte B+1 dirty, pte B+2 dirty", "empty-pmd"}

// draw returns the text of a scenario: of five tasks, two of which often do the same.
func draw(rng *rand.Rand) string {
	op := func() string {
		word := draws[rng.IntN(len(draws))]
		if strings.Contains(word, "%s") {
			return fmt.Sprintf(word, []string{"B+1", "B+1", "B+2", "B"}[rng.IntN(4)])
		}
		return word
	}
	var tasks []string
	for left := 6 + rng.IntN(5); len(tasks) < 5; {
		t := op()
		if left -= 1; left > 4-len(tasks) && rng.IntN(2) == 0 {
			t += " then " + op()
			left--
		}
		if n := len(tasks); n != 0 && rng.IntN(3) == 0 {
			t = tasks[rng.IntN(n)]
		}
		tasks = append(tasks, t)
	}
	text := "tasks: " + strings.Join(tasks, "; ") + "\n"
	if e := entries[rng.IntN(len(entries))]; e != "" {
		text = "entries: " + e + "\n" + text
	}
	return text
}

// widening is what was kept so far.
type widening struct {
	seen   map[string]bool // who loses, by scenario
	pairs  check.Pairs
	states int
	why    string // the last one is kept
}

// know takes over what a scenario that ships is expected to show, and searches it
// with the first design only.
func (w *widening) know(sc *daxtest.Scenario) {
	who := ""
	for _, s := range strategies.All() {
		for _, k := range sc.Expected(s.Name) {
			who += fmt.Sprint(s.Name, k, " ")
		}
	}
	w.seen[who] = true
	o := check.For(sc)
	o.Reduce, o.Places = check.AllReductions, true
	if r, err := check.Check(sc, strategies.All()[0].EntryLock, o); err == nil {
		w.pairs.Add(&r.Pairs)
	}
}

// look searches a scenario, and returns who loses what; fresh says that no scenario
// before had the same, or one of its pairs of places.
func (w *widening) look(sc *daxtest.Scenario) (lost map[step.Kind][]string, fresh bool) {
	lost = map[step.Kind][]string{}
	var pairs check.Pairs
	who := ""
	for i, s := range strategies.All() {
		o := check.For(sc)
		o.Reduce, o.MaxStates, o.Places = check.AllReductions, w.states, i == 0
		r, err := check.Check(sc, s.EntryLock, o)
		if err != nil || r.Hit != "" {
			return nil, false
		}
		kinds := []step.Kind{}
		for _, v := range r.Violations {
			lost[v.Kind] = append(lost[v.Kind], s.Name)
			kinds = append(kinds, v.Kind)
		}
		slices.Sort(kinds)
		for _, k := range kinds {
			who += fmt.Sprint(s.Name, k, " ")
		}
		if i == 0 {
			pairs = r.Pairs
		}
	}
	w.why = ""
	if !w.seen[who] && who != "" {
		w.why = "tells designs apart as no other"
	} else if before := w.pairs; before.Add(&pairs) {
		w.why = fmt.Sprintf("brings %d pairs of places together", before.Count()-w.pairs.Count())
	}
	w.seen[who] = true
	w.pairs.Add(&pairs)
	return lost, w.why != ""
}

// write is the file of a scenario that is kept.
func write(text, why string, lost map[step.Kind][]string) string {
	file := fmt.Sprintf("# Drawn by tools/widen: %s.\n%s", why, text)
	for k := step.None + 1; k < step.Kinds; k++ {
		if names := slices.Compact(lost[k]); len(names) != 0 {
			file += fmt.Sprintf("expect %v: %s\n", k, strings.Join(names, ", "))
		}
	}
	return file
}
