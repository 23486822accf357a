package evidence

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"daxwait/bench/profile"
	"daxwait/internal/phrase"
	"daxwait/plots/report"
	"daxwait/results/answers"
	"daxwait/results/machine"
)

// Fill fills in what records and verdicts do not say: the space of designs, theory,
// traces, machines and prices.
func (g *Gathering) Fill(ctx context.Context) error {
	e := g.Evidence
	e.Space = report.Section{ID: "space", Title: "The space of designs", Lead: "Every combination of decisions, checked; and which of the safe designs no other beats in throughput, tail or wakeups without being worse in another."}
	e.Validation = report.Section{ID: "validation", Title: "How far the simulator is from theory and from a kernel", Lead: "Values that theory knows, and captures of a real kernel replayed under its own design."}
	e.Machine = machineSection(e)
	e.Profile = report.Section{ID: "profile", Title: "The cost profile", Lead: "What everything costs on virtual CPUs, and where each figure is from."}
	theory := make(chan error, 1) // beside the space: it has one case that takes long
	go func() { theory <- g.theory(ctx, &e.Validation) }()
	err := g.space(ctx)
	return errors.Join(err, <-theory, g.replays(ctx, &e.Validation), profileTables(e))
}

// machineSection has the machines of the records, and this one.
func machineSection(e *report.Evidence) report.Section {
	s := report.Section{ID: "machine", Title: "The machine", Lead: "Where results of the live engine were made, and this page."}
	t := report.Table{Caption: "Machines"}
	t.Head = []string{"of", "kernel", "CPU", "CPUs", "Go", "commit"}
	add := func(of string, m *machine.Machine) {
		row := []string{of, m.Kernel, m.CPU, fmt.Sprint(m.CPUs), m.Go, m.Commit}
		if !slices.ContainsFunc(t.Rows, func(o []string) bool { return slices.Equal(o, row) }) {
			t.Rows = append(t.Rows, row)
		}
	}
	warned := map[string]bool{}
	for _, source := range e.Sources {
		for _, r := range source.Records {
			if r.Machine == nil || r.Engine == "sim" {
				continue
			}
			add("the live results of "+source.Name, r.Machine)
			for _, w := range r.Machine.Warnings() {
				if !warned[w] {
					warned[w] = true
					s.Claims = append(s.Claims, answers.Say("%v.", answers.Name("warning", w)))
				}
			}
		}
	}
	add("this report's searches", machine.Here())
	s.Tables = append(s.Tables, t)
	return s
}

// profileTables have the prices of the profiles that records name.
func profileTables(e *report.Evidence) error {
	var names []string
	for _, source := range e.Sources {
		for _, r := range source.Records {
			if r.Engine == "sim" && r.Profile != "" && !slices.Contains(names, r.Profile) {
				names = append(names, r.Profile)
			}
		}
	}
	for _, name := range names {
		if !slices.Contains(profile.Names(), name) {
			e.Profile.Claims = append(e.Profile.Claims, answers.Say("The profile %v is a file of its own, whose prices are not in the results.", answers.Name("profile", name)))
			continue
		}
		p, err := profile.Find(name)
		if err != nil {
			return err
		}
		t := report.Table{Caption: "Profile " + name + ": " + p.About, Pairs: true}
		t.Head, t.Right = []string{"what", "takes", "source"}, []bool{false, true, false}
		for _, k := range profile.Kinds() {
			price := profile.Price(&p.Profile, k)
			if _, is := k.As(); is && price.Mean == 0 {
				continue
			}
			takes := phrase.Time(float64(price.Mean))
			if price.Drawn {
				takes += ", drawn"
			}
			t.Rows = append(t.Rows, []string{k.String(), takes, p.Sources[k]})
		}
		e.Profile.Tables = append(e.Profile.Tables, t)
	}
	return nil
}
