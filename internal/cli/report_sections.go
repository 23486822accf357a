package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"daxwait/bench/fidelity"
	"daxwait/bench/oracle"
	"daxwait/bench/profile"
	"daxwait/bench/space"
	"daxwait/plots"
	"daxwait/plots/report"
	"daxwait/results"
	"daxwait/results/answers"
	"daxwait/strategies"
)

// sections fills in what the records alone do not say.
func (o *ReportOptions) sections(ctx context.Context, stderr io.Writer, e *report.Evidence) error {
	e.Space = report.Section{ID: "space", Title: "The space of designs", Lead: "Every combination of decisions, checked; and which of the safe designs no other beats in throughput, tail or wakeups without being worse in another."}
	e.Validation = report.Section{ID: "validation", Title: "How far the simulator is from theory and from a kernel", Lead: "Values that theory knows, and captures of a real kernel replayed under its own design."}
	e.Machine = machineSection(e)
	e.Profile = report.Section{ID: "profile", Title: "The cost profile", Lead: "What everything costs on virtual CPUs, and where each figure is from."}
	theory := make(chan error, 1) // beside the space: it has one case that takes long
	go func() { theory <- o.theory(ctx, &e.Validation) }()
	err := o.space(ctx, stderr, e)
	return errors.Join(err, <-theory, o.replays(ctx, stderr, &e.Validation), profileTables(e))
}

// space is the section of the space of designs.
func (o *ReportOptions) space(ctx context.Context, stderr io.Writer, e *report.Evidence) error {
	command := "daxwait space --first"
	if o.Space != "" {
		command = "daxwait space --resume --out " + o.Space
	}
	if o.Space != "" || !o.Quick {
		s, a, err := o.searched(ctx, stderr)
		if err != nil {
			return err
		}
		e.Space.Claims = append(e.Space.Claims, spaceClaims(a)...)
		e.Space.Figures = append(e.Space.Figures, report.Figure{Figure: plots.Space(spaceData(s, a)), Command: command})
		e.Space.Tables = append(e.Space.Tables, coresTable(a, command))
	} else {
		e.Space.Claims = append(e.Space.Claims, answers.NotLookedAt("Which combinations of decisions are safe", command))
	}
	sources := e.Sources
	if o.Space != "" {
		records, err := results.Read(filepath.Join(o.Space, "front"))
		switch {
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			return usage(err)
		default:
			sources = []answers.Source{{Name: filepath.Join(o.Space, "front"), Records: records}}
		}
	}
	e.Space.Claims = append(e.Space.Claims, fronts(e, sources, &e.Space)...)
	return nil
}

// searched is the space that was searched, or that is now.
func (o *ReportOptions) searched(ctx context.Context, stderr io.Writer) (*space.Space, *space.Analysis, error) {
	scenarios, err := findScenarios("entry")
	if err != nil {
		return nil, nil, err
	}
	s, err := space.New(scenarios, nil)
	if err != nil {
		return nil, nil, err
	}
	options := space.Options{First: o.Space == "", MaxStates: 1_000_000, Workers: o.Workers}
	var records []*space.Record
	if o.Space != "" {
		if _, err := os.Stat(filepath.Join(o.Space, space.File)); err != nil {
			return nil, nil, usage(err)
		}
		log, err := s.Open(o.Space, options, true)
		if err != nil {
			return nil, nil, usage(err)
		}
		records = log.Records
		if err := log.Close(); err != nil {
			return nil, nil, err
		}
	} else {
		bar := newBar(stderr, len(s.Designs))
		defer bar.end()
		if err := s.Run(ctx, 0, options, func(_ int, r *space.Record) error {
			records = append(records, r)
			bar.done()
			return nil
		}); err != nil {
			return nil, nil, err
		}
	}
	a, err := s.Analyse(records, options)
	return s, a, usage(err)
}

func spaceClaims(a *space.Analysis) []answers.Claim {
	claims := []answers.Claim{answers.Say("Of %v of decisions %v are safe and %v are not.", answers.Number(a.Combinations, "combination"), answers.Count("safe", a.Safe), answers.Count("unsafe", a.Unsafe)).
		With("searched, within: " + a.Bounds)}
	if len(a.Cores) != 0 {
		claims = append(claims, answers.Say("With any of %v one is unsafe whatever else is decided; together they explain what is unsafe.", answers.Number(len(a.Cores), "small set")))
	}
	if a.Incomplete != 0 {
		claims = append(claims, answers.Say("Of %v a search was not completed.", answers.Number(a.Incomplete, "combination")))
	}
	return claims
}

// coresTable lists the sets of decisions that lose.
func coresTable(a *space.Analysis, command string) report.Table {
	t := report.Table{Caption: "What loses, whatever else is decided", Command: command, Folded: true}
	t.Head, t.Right = []string{"decided", "violates", "combinations", "steps", "for example"}, []bool{false, false, true, true, false}
	for i := range a.Cores {
		c := &a.Cores[i]
		row := []string{c.String(), "", fmt.Sprint(c.Combinations), "", ""}
		if x := c.Example; x != nil {
			row[1], row[3], row[4] = x.Kind, fmt.Sprint(x.Depth), x.Replay
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// fronts says who is on the fronts of throughput, tail and wakeups, of the
// designs that are proved wherever they were checked.
func fronts(e *report.Evidence, sources []answers.Source, s *report.Section) (claims []answers.Claim) {
	unsafe := map[string]bool{}
	for _, v := range e.Verdicts {
		unsafe[v.Strategy] = unsafe[v.Strategy] || v.Verdict != results.Proved
	}
	for _, source := range sources {
		safe := slices.DeleteFunc(slices.Clone(source.Records), func(r *results.Record) bool { return r.Engine != "sim" || unsafe[r.Strategy] })
		found := results.Fronts(safe)
		if len(found) == 0 {
			continue
		}
		claims = append(claims, answers.Fronts(found)...)
		t := report.Table{Caption: "Safe designs that no other safe one beats, of " + source.Name, Command: results.Command(safe), Folded: true}
		t.Head, t.Right = []string{"pattern", "on the front", "ops/s", "p99 wait", "wakeups/op"}, []bool{false, false, true, true, true}
		for _, f := range found {
			name := f.Group.Name()
			for _, m := range f.Members {
				member, _ := m.Name()
				t.Rows = append(t.Rows, []string{name, member, fmt.Sprintf("%.0f", m.Values[0].Value), time.Duration(m.Values[1].Value).Round(100 * time.Nanosecond).String(), fmt.Sprintf("%.2f", m.Values[2].Value)})
			}
		}
		s.Tables = append(s.Tables, t)
		const drawn = 10 // groups: more are many pages
		for _, f := range plots.Fronts(found[:min(drawn, len(found))], plots.Options{Footer: "engine sim, of " + source.Name}) {
			s.Figures = append(s.Figures, report.Figure{Figure: f, Command: results.Command(safe)})
		}
	}
	if len(claims) == 0 {
		claims = append(claims, answers.NotLookedAt("Which safe designs no other beats", "daxwait space --front"))
	}
	return claims
}

// theory holds the simulator to values that theory knows.
func (o *ReportOptions) theory(ctx context.Context, s *report.Section) error {
	if o.Oracle == "" {
		s.Claims = append(s.Claims, answers.NotLookedAt("How far the simulator is from theory", "daxwait validate --oracle "+oracleRows))
		return nil
	}
	file, err := os.Open(o.Oracle)
	if err != nil {
		return usage(err)
	}
	defer file.Close()
	rows, err := oracle.Read(file, o.Oracle)
	if err != nil {
		return usage(err)
	}
	cases := oracle.Cases(rows)
	found, err := oracle.Run(ctx, cases, oracle.Options{Seed: 1, Ops: oracle.MostOps, Workers: o.Workers})
	if err != nil {
		return err
	}
	table := report.Table{Caption: "Families of known values", Command: "daxwait validate --oracle " + o.Oracle, Folded: true}
	table.Head, table.Right = []string{"family", "rows", "failed", "worst"}, []bool{false, true, true, true}
	var names []string
	total, failed, worst := map[string]int{}, map[string]int{}, map[string]float64{}
	all, bad, far := 0, 0, 0.0
	for _, r := range found {
		if !slices.Contains(names, r.Family) {
			names = append(names, r.Family)
		}
		for i := range r.Rows {
			off := math.Abs(r.Off(i))
			total[r.Family], all = total[r.Family]+1, all+1
			if !(off <= 1) {
				failed[r.Family], bad = failed[r.Family]+1, bad+1
			}
			worst[r.Family], far = max(worst[r.Family], off), max(far, off)
		}
	}
	for _, n := range names {
		table.Rows = append(table.Rows, []string{n, fmt.Sprint(total[n]), fmt.Sprint(failed[n]), fmt.Sprintf("%.2f", worst[n])})
	}
	s.Claims = append(s.Claims, answers.Say("Of %v that theory knows the simulator meets %v; the worst is off by %v of what it may be off.",
		answers.Number(all, "value"), answers.Count("met", all-bad), answers.Fact{What: "worst", Text: fmt.Sprintf("%.2f", far), Value: far}).
		With("closed forms, Markov chains and exact counts; a value may be off by its standard error, four times, and 0.1 %, or by its tolerance"))
	s.Tables = append(s.Tables, table)
	return nil
}

// replays holds the simulator to traces of a kernel.
func (o *ReportOptions) replays(ctx context.Context, stderr io.Writer, s *report.Section) error {
	if len(o.Traces) == 0 {
		s.Claims = append(s.Claims, answers.NotLookedAt("How far the simulator is from a kernel", "daxwait validate --trace FILE.trace.gz"))
		return nil
	}
	costs, err := profile.Find("emulated-6.1")
	if err != nil {
		return err
	}
	design, err := strategies.Find(strategies.Baseline)
	if err != nil {
		return err
	}
	bar := newBar(stderr, len(o.Traces))
	defer bar.end()
	table := report.Table{Caption: "Captures of a kernel and their replays", Command: "daxwait validate --trace " + strings.Join(o.Traces, " "), Folded: true}
	table.Head, table.Right = []string{"trace", "quantity", "trace has", "replay has", "ratio", ""}, []bool{false, false, true, true, true, false}
	verdicts := map[fidelity.Verdict]int{}
	for _, file := range o.Traces {
		r, err := fidelity.Compare(ctx, file, fidelity.Options{Profile: &costs.Profile, Strategy: design[0], Seed: 1})
		if err != nil {
			return usage(err)
		}
		bar.done()
		for i := range r.Rows {
			row := &r.Rows[i]
			verdicts[row.Verdict]++
			cells := []string{r.Name(), row.Quantity, fmt.Sprintf("%.4g", row.Trace), "", "", row.Verdict.String()}
			if row.Verdict != fidelity.TooFew {
				cells[3] = fmt.Sprintf("%.4g [%.4g, %.4g]", row.Ours.Value, row.Ours.Lo, row.Ours.Hi)
				if ratio := row.Ratio(); !math.IsNaN(ratio) && !math.IsInf(ratio, 0) {
					cells[4] = fmt.Sprintf("%.2f", ratio)
				}
			}
			table.Rows = append(table.Rows, cells)
		}
	}
	agree, near, miss := verdicts[fidelity.Agree], verdicts[fidelity.Close], verdicts[fidelity.Miss]
	factor := func(f float64) answers.Fact {
		return answers.Fact{What: "factor", Text: fmt.Sprint(f), Value: f}
	}
	s.Claims = append(s.Claims, answers.Say("Of %v in %v of a kernel %v agree within a factor of %v, %v more within %v, and %v miss.", answers.CountOf(agree+near+miss, "quantity", "quantities"),
		answers.Number(len(o.Traces), "capture"), answers.Count("agree", agree), factor(fidelity.Agrees), answers.Count("near", near), factor(fidelity.Near), answers.Count("miss", miss)).
		With("each capture is replayed under "+strategies.Baseline+" and the profile "+costs.Name+"; the captures are of two CPUs"))
	s.Tables = append(s.Tables, table)
	return nil
}

// machineSection has the machines of the records, and this one.
func machineSection(e *report.Evidence) report.Section {
	s := report.Section{ID: "machine", Title: "The machine", Lead: "Counts and simulated times do not depend on it; times of the live engine do."}
	t := report.Table{Caption: "Machines"}
	t.Head = []string{"of", "kernel", "CPU", "CPUs", "Go", "commit"}
	add := func(of string, m *results.Machine) {
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
	add("this report's searches", results.Here())
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
		t := report.Table{Caption: "Profile " + name + ": " + p.About, Folded: false}
		t.Head, t.Right = []string{"what", "takes", "source"}, []bool{false, true, false}
		for _, k := range profile.Kinds() {
			price := profile.Price(&p.Profile, k)
			takes := time.Duration(price.Mean).String()
			if price.Drawn {
				takes += ", drawn"
			}
			t.Rows = append(t.Rows, []string{k.String(), takes, p.Sources[k]})
		}
		e.Profile.Tables = append(e.Profile.Tables, t)
	}
	return nil
}
