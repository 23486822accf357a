package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"daxwait/plots"
	"daxwait/results"
	"daxwait/results/answers"
)

// Evidence is what a report is made of.
type Evidence struct {
	answers.Evidence
	// Known are the designs of the catalogue; those of other verdicts have
	// decisions changed.
	Known    []string
	Baseline string
	// Space and Validation are sections of their own; they may be empty.
	Space, Validation Section
	// Machine and Profile tell of where and with what.
	Machine, Profile Section
	CheckCommand     string
}

// New makes the report of some evidence.
func New(e *Evidence) *Report {
	r := &Report{Title: "daxwait: who sleeps where, and whom does an unlock wake?", About: e.about(), Answers: answers.Answers(&e.Evidence)}
	figures := e.figures()
	take := func(prefixes ...string) (found []Figure) {
		for _, f := range figures {
			if slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(f.Name, p) }) {
				found = append(found, f)
			}
		}
		return found
	}
	r.Sections = []Section{
		e.verdicts(),
		{ID: "regimes", Title: "Who wins where", Lead: "Throughput against the baseline and, where two axes were swept, a map of who is best in each cell.", Figures: take("regimes-", "heatmap-ops"), Notes: e.words()},
		{ID: "scaling", Title: "Scaling", Lead: "Throughput, tail and wakeups along the one axis that was swept.", Figures: take("curves-")},
		{ID: "tails", Title: "Tails", Lead: "How long operations wait for an entry.", Figures: take("survival", "heatmap-p99")},
		{ID: "wakeups", Title: "Wakeups", Lead: "Sleeps, wakeups and fallbacks for each operation, which depend on the machine least.", Figures: take("counts", "fallbacks", "heatmap-sleeps")},
		{ID: "losing", Title: "How designs lose", Lead: "Rounds that hung, pile-ups, and the simplest losing schedule of each design that has one. Step through it by the buttons or, with the schedule in focus, the arrow keys.", Figures: take("hangs", "pileup"), Schedules: e.schedules()},
		e.Space, e.Validation, e.Machine, e.Profile,
	}
	for i := range r.Sections {
		missing(&r.Sections[i])
	}
	return r
}

// missing says of a section that has nothing what would fill it.
func missing(s *Section) {
	if len(s.Claims)+len(s.Figures)+len(s.Tables)+len(s.Schedules)+len(s.Notes) != 0 {
		return
	}
	command := map[string]string{
		"verdicts":   "daxwait check",
		"regimes":    "daxwait run --pattern mix --set pmd=0,25,50,75,100 --set hold=1us,10us,100us --sensitivity",
		"scaling":    "daxwait run --pattern pte-groups --hold both --cpus 64 --tasks 2,4,8,16,32,64,128 --sensitivity --window 10ms",
		"tails":      "daxwait run",
		"wakeups":    "daxwait run",
		"losing":     "daxwait check",
		"space":      "daxwait space --front",
		"validation": "daxwait validate --oracle FILE.csv",
		"machine":    "daxwait run --engine live",
		"profile":    "daxwait run",
	}[s.ID]
	s.Claims = append(s.Claims, answers.NotLookedAt(s.Title, command))
}

// about counts what the report stands on.
func (e *Evidence) about() string {
	var words []string
	for i := range e.Sources {
		s := &e.Sources[i]
		words = append(words, results.Count(len(s.Records), "record")+" of "+s.Name)
	}
	words = append(words, results.Count(len(e.Verdicts), "verdict"))
	return "Made of " + strings.Join(words, ", ") + ". Every sentence is computed from these; intervals are of 95 %."
}

// figures are the charts of all sources. Names are made unique.
func (e *Evidence) figures() (all []Figure) {
	seen := map[string]int{}
	for i := range e.Sources {
		s := &e.Sources[i]
		for _, f := range plots.Figures(s.Records, plots.Options{Baseline: e.Baseline}) {
			if seen[f.Name]++; seen[f.Name] > 1 {
				f.Name += fmt.Sprintf("-%d", seen[f.Name])
				for seen[f.Name] > 0 {
					f.Name += "x"
				}
				seen[f.Name]++
			}
			all = append(all, Figure{f, "daxwait plot --in " + s.Name + "\n" + commands(s.Records)})
		}
	}
	return all
}

// commands are those that make records again, one for each engine.
func commands(records []*results.Record) string {
	var lines []string
	for _, engine := range []string{"sim", "live"} {
		of := slices.DeleteFunc(slices.Clone(records), func(r *results.Record) bool { return r.Engine != engine })
		if c := results.Command(of); c != "" {
			lines = append(lines, c)
		}
	}
	return strings.Join(lines, "\n")
}

// words are what each source shows, as the command says it at the end of a run.
func (e *Evidence) words() (all []Notes) {
	for i := range e.Sources {
		s := &e.Sources[i]
		var b bytes.Buffer
		if results.WriteFindings(&b, s.Records, e.Baseline) != nil || b.Len() == 0 {
			continue
		}
		n := Notes{Title: "What " + s.Name + " shows, in words", Command: commands(s.Records)}
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSpace(line)
			if name, rest, ok := strings.Cut(line, "  "); ok {
				line = name + ": " + strings.TrimSpace(rest)
			}
			if line != "" {
				n.Lines = append(n.Lines, line)
			}
		}
		all = append(all, n)
	}
	return all
}

// verdicts is the section of the matrices: of the designs that have a name, and
// of those with decisions changed.
func (e *Evidence) verdicts() Section {
	s := Section{ID: "verdicts", Title: "Verdicts", Lead: "All interleavings of small scenarios, searched. A proof holds within the bounds beneath the chart."}
	var known, changed []*results.Verdict
	for _, v := range e.Verdicts {
		c := *v
		c.Seconds = 0 // what it took is no part of what was found
		if slices.Contains(e.Known, v.Strategy) {
			known = append(known, &c)
		} else {
			c.AsExpected = true // scenarios expect nothing of them
			changed = append(changed, &c)
		}
	}
	for _, m := range []struct {
		name string
		list []*results.Verdict
	}{{"matrix", known}, {"matrix-changed", changed}} {
		if len(m.list) != 0 {
			s.Figures = append(s.Figures, Figure{plots.Matrix(m.list, plots.MatrixOptions{Name: m.name}), e.checked(m.list)})
		}
	}
	s.Claims = answers.Verdicts(known)
	return s
}

// schedules are the losing ones, with the command that steps through each.
func (e *Evidence) schedules() (all []Schedule) {
	for _, c := range e.Schedules {
		command := "daxwait replay " + c.Schedule
		if strings.ContainsAny(c.Schedule, " ;&|*?#~()<>$") {
			command = "daxwait replay '" + c.Schedule + "'"
		}
		all = append(all, Schedule{c, command})
	}
	return all
}

// checked is the command that gives verdicts.
func (e *Evidence) checked(list []*results.Verdict) string {
	if slices.ContainsFunc(list, func(v *results.Verdict) bool { return slices.Contains(e.Known, v.Strategy) }) {
		return e.CheckCommand
	}
	var designs []string
	for _, v := range list {
		if !slices.Contains(designs, v.Strategy) {
			designs = append(designs, v.Strategy)
		}
	}
	return "daxwait check --strategy " + strings.Join(designs, ",")
}
