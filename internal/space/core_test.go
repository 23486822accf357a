package space

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// synthetic makes records of a space from what is decided to lose.
func synthetic(s *Space, verdict func(words map[string]string) string) []*Record {
	var records []*Record
	for i := range s.Designs {
		d := &s.Designs[i]
		r := &Record{Design: d.Name, Verdict: verdict(s.words(d))}
		switch r.Verdict {
		case unsafe:
			r.Violations = []Violation{{s.Scenarios[0].Name, "lost wakeup", 1, "0"}}
		case Incomplete:
			r.Limits = []Limit{{s.Scenarios[0].Name, "7 states"}}
		}
		records = append(records, r)
	}
	return records
}

func terms(list []Term) string {
	words := ""
	for _, t := range list {
		words += fmt.Sprintf("%s: %d, %d new\n", t.words(), t.Combinations, t.New)
	}
	return words
}

func TestAnalyse(t *testing.T) {
	s := small(t, "pte-pte", "put=next,never,all", "wake-on-removal=all,next", "scan=skips,waits", "writeback=skips,waits")
	if s.Combinations() != 24 || len(s.Designs) != 24 {
		t.Fatalf("%d combinations, %d designs", s.Combinations(), len(s.Designs))
	}
	a, err := s.Analyse(synthetic(s, func(w map[string]string) string {
		if w["wake-on-removal"] == "next" && w["put"] != "all" || w["put"] == "never" && w["scan"] == "waits" {
			return unsafe
		}
		return Safe
	}), Options{MaxStates: 1000})
	if err != nil {
		t.Fatal(err)
	}
	const cores = "wake-on-removal=next + put=next|never: 8, 8 new\nput=never + scan=waits: 4, 2 new\n"
	if got := terms(a.Cores); got != cores || a.AllCores != 3 {
		t.Errorf("cores, of %d:\n%s", a.AllCores, got)
	}
	const safes = "put=all: 8, 8 new\nwake-on-removal=all + put=next: 4, 4 new\nwake-on-removal=all + scan=skips: 6, 2 new\n"
	if got := terms(a.Safes); got != safes {
		t.Errorf("safe:\n%s", got)
	}
	if a.Safe != 14 || a.Unsafe != 10 || a.Incomplete != 0 || fmt.Sprint(a.Never) != "[]" || fmt.Sprint(a.Idle) != "[writeback]" {
		t.Errorf("%+v", a)
	}
	x := a.Cores[1].Example
	if x.Design != "put=never scan=waits" || x.Of != 4 || !strings.HasPrefix(x.Replay, "v1:exclusive+put=never+scan=waits:entry/pte-pte:0:") {
		t.Errorf("example %+v", x)
	}
}

func TestIncompleteIsNeither(t *testing.T) {
	s := small(t, "pte-pte", "put=next,never", "scan=skips,waits")
	a, err := s.Analyse(synthetic(s, func(w map[string]string) string {
		switch {
		case w["put"] == "next":
			return Safe
		case w["scan"] == "skips":
			return unsafe
		}
		return Incomplete
	}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := terms(a.Cores); got != "put=never + scan=skips: 1, 1 new\n" {
		t.Errorf("cores:\n%s", got)
	}
	if got := terms(a.Safes); got != "put=next: 2, 2 new\n" || a.Incomplete != 1 || a.Never != nil || a.Idle != nil {
		t.Errorf("%s%+v", got, a)
	}
}

func TestIgnored(t *testing.T) {
	s := small(t, "pte-pte", "put=next,never")
	records := synthetic(s, func(map[string]string) string { return unsafe })
	records[0].Violations[0].Kind = "livelock"
	a, err := s.Analyse(records, Options{Ignore: []string{"livelock"}})
	if err != nil || a.Safe != 1 || a.Unsafe != 1 || a.Verdict(0) != Safe || !strings.Contains(a.Bounds, "not counted: livelock") {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestAllOrNothing(t *testing.T) {
	s := small(t, "pte-pte", "put=next,never")
	for _, verdict := range []string{Safe, unsafe, Incomplete} {
		a, err := s.Analyse(synthetic(s, func(map[string]string) string { return verdict }), Options{})
		if err != nil || len(a.Cores)+len(a.Safes) > 1 {
			t.Errorf("all %s: %+v, %v", verdict, a, err)
		}
		for _, x := range append(a.Cores, a.Safes...) {
			if x.words() != "anything" || x.New != 2 {
				t.Errorf("all %s: %s", verdict, terms([]Term{x}))
			}
		}
		var b strings.Builder
		if a.Write(&b, 1) != nil || a.WriteMarkdown(&b) != nil || !strings.Contains(b.String(), "1 scenario of up to 3 tasks") {
			t.Error(b.String())
		}
	}
	if _, err := s.Analyse(nil, Options{}); err == nil {
		t.Error("a space that is not checked is analysed")
	}
}

// TestTermsAgainstEverySubset compares with a search of all partial
// assignments that knows no lattice.
func TestTermsAgainstEverySubset(t *testing.T) {
	s := small(t, "pte-pte", "put=next,never,all", "wake-on-removal=all,next", "scan=skips,waits", "wake-on-downgrade=all,next")
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		verdicts := map[string]string{}
		records := synthetic(s, func(w map[string]string) string {
			v := []string{Safe, unsafe, unsafe, unsafe}[rnd.IntN(4)]
			verdicts[fmt.Sprint(w)] = v
			return v
		})
		a, err := s.Analyse(records, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range []struct {
			terms   []Term
			verdict string
		}{{a.Cores, unsafe}, {a.Safes, Safe}} {
			explained := map[int]bool{}
			for _, x := range list.terms {
				n := 0
				for c := range s.Combinations() {
					choice, d := s.At(c)
					if !x.has(choice) {
						continue
					}
					n++
					explained[c] = true
					if got := verdicts[fmt.Sprint(s.words(&s.Designs[d]))]; got != list.verdict {
						t.Fatalf("%s is called %s, but %s is %s", x.words(), list.verdict, s.Designs[d].Name, got)
					}
				}
				if n != x.Combinations {
					t.Errorf("%s has %d combinations, not %d", x.words(), n, x.Combinations)
				}
				// Smallest: without any of its decisions it has others too.
				for d := range x.values {
					if x.values[d] == nil {
						continue
					}
					less := x
					less.values = append([][]int(nil), x.values...)
					less.values[d] = nil
					others := false
					for c := range s.Combinations() {
						choice, i := s.At(c)
						others = others || less.has(choice) && verdicts[fmt.Sprint(s.words(&s.Designs[i]))] != list.verdict
					}
					if !others {
						t.Errorf("%s does not need %s", x.words(), s.Decisions[d].Key)
					}
				}
			}
			// All of a kind are explained: each is a term of its own at worst.
			for c := range s.Combinations() {
				_, d := s.At(c)
				if of := verdicts[fmt.Sprint(s.words(&s.Designs[d]))] == list.verdict; of != explained[c] {
					t.Errorf("combination %d: %s %v, explained %v", c, list.verdict, of, explained[c])
				}
			}
		}
	}
}
