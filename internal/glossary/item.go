package glossary

import (
	"fmt"
	"strings"

	"daxwait/bench"
	"daxwait/bench/machines"
	"daxwait/bench/pattern"
	"daxwait/bench/policy"
	"daxwait/bench/profile"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
	"daxwait/strategies"
)

// Item is something with a name that flags take.
type Item struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	About string `json:"about"`
	// Note is what stands in brackets behind the name.
	Note string `json:"note,omitempty"`
	// Origin and Loses are of strategies; About is what they claim.
	Origin string `json:"origin,omitempty"`
	Loses  string `json:"loses,omitempty"`
	// More is what else there is to say, a line each.
	More []string `json:"more,omitempty"`
}

// Kind is a kind of items.
type Kind struct {
	Name  string // of many
	Items func() ([]Item, error)
}

// Kinds are all kinds, in the order of list.
func (g *Glossary) Kinds() []Kind {
	return []Kind{
		{"strategies", g.strategyItems}, {"patterns", patternItems}, {"scenarios", scenarioItems},
		{"axes", axisItems}, {"decisions", decisionItems}, {"metrics", metricItems}, {"profiles", profileItems}, {"machines", machineItems},
	}
}

func (g *Glossary) strategyItems() (items []Item, err error) {
	for _, d := range g.Catalogue {
		items = append(items, Item{Kind: "strategy", Name: d.Name, Note: place(d), About: d.Claim, Origin: d.Origin, Loses: d.Loses})
	}
	return items, nil
}

// place says where a strategy stands: in the table of history, and whether
// benchmarks run it unasked.
func place(s *strategies.Strategy) string {
	var words []string
	if s.Row != "" {
		words = append(words, "row "+s.Row)
	}
	if s.CheckOnly {
		words = append(words, "check only")
	}
	return strings.Join(words, ", ")
}

func patternItems() (items []Item, err error) {
	compared, err := pattern.WithShipped()
	for _, p := range compared {
		items = append(items, patternItem(p, ""))
	}
	for _, p := range pattern.Around() {
		items = append(items, patternItem(p, "only where it is named"))
	}
	return items, err
}

func patternItem(p *pattern.Pattern, note string) Item {
	return Item{Kind: "pattern", Name: p.Name, Note: note, About: p.About,
		More: []string{fmt.Sprintf("%d tasks, %s, hold: %s", p.DefaultTasks(), regime(p), p.Hold.Source)}}
}

func regime(p *pattern.Pattern) string {
	s := "holders stay on the CPU"
	if p.Regime() == "sleep" {
		s = "holders leave the CPU"
	}
	if p.Rounds != 0 {
		s += ", in rounds"
	}
	return s
}

func scenarioItems() (items []Item, err error) {
	for _, s := range daxtest.Scenarios() {
		entries := s.AtFirst()
		if entries == "" {
			entries = "no entries"
		}
		items = append(items, Item{Kind: "scenario", Name: s.Name, About: s.About, More: []string{entries + ": " + s.TaskText()}})
	}
	return items, nil
}

func axisItems() (items []Item, err error) {
	for _, a := range bench.Axes() {
		note := a.Unit
		if a.Price {
			note = "a price, in ns"
		}
		items = append(items, Item{Kind: "axis", Name: a.Name, Note: note, About: a.About})
	}
	return items, nil
}

func decisionItems() (items []Item, err error) {
	for _, d := range policy.Decisions() {
		items = append(items, Item{Kind: "decision", Name: d.Key, About: d.About, More: []string{"values: " + strings.Join(d.Values, ", ") + " (the first is upstream's)"}})
	}
	return items, nil
}

func metricItems() (items []Item, err error) {
	for _, m := range results.Metrics() {
		note := "less is better"
		if m.HigherBetter {
			note = "more is better"
		}
		items = append(items, Item{Kind: "metric", Name: m.Name, Note: note, About: m.Title})
	}
	return items, nil
}

func machineItems() (items []Item, err error) {
	items = append(items, Item{Kind: "machine", Name: machines.FIFO, About: "as many CPUs as are asked for, and one queue, first come first served"})
	for _, name := range machines.Names()[1:] {
		m, err := machines.Find(name)
		if err != nil {
			return nil, err
		}
		items = append(items, Item{Kind: "machine", Name: name, About: m.About})
	}
	return items, nil
}

func profileItems() (items []Item, err error) {
	for _, p := range profile.Shipped() {
		items = append(items, Item{Kind: "profile", Name: p.Name, About: p.About})
	}
	return items, nil
}
