package report

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"daxwait/internal/command"
	"daxwait/internal/phrase"
	"daxwait/plots"
	"daxwait/results"
	"daxwait/results/answers"
	"daxwait/results/words"
)

// Evidence is what a report is made of.
type Evidence struct {
	answers.Evidence
	// Known are the designs of the catalogue; those of other verdicts have
	// decisions changed.
	Known []string
	// Baseline is what designs are compared with; if it is empty, those of each
	// source with the first of it that never hung.
	Baseline string
	// Space and Validation are sections of their own; they may be empty.
	Space, Validation Section
	// Machine and Profile tell of where and with what.
	Machine, Profile Section
	// Program is what commands begin with.
	Program string
}

// New makes the report of some evidence.
func New(e *Evidence) *Report {
	r := &Report{Title: "daxwait: who sleeps where, and whom does an unlock wake?", About: e.about(), Answers: answers.Answers(&e.Evidence)}
	figures := e.figures()
	take := func(prefixes ...string) (found []Figure) {
		for _, f := range figures {
			if slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(f.Name, f.Of.Name+"-"+p) }) {
				found = append(found, f)
			}
		}
		return found
	}
	r.Sections = []Section{
		e.verdicts(),
		{ID: "regimes", Title: "Who wins where", Lead: "Throughput against one of the designs and, where two axes were swept, a map of who is best in each cell.", Figures: take("regimes-", "heatmap-ops"), Notes: e.words()},
		{ID: "scaling", Title: "Scaling", Lead: "Throughput, tail and wakeups along the one axis that was swept.", Figures: take("curves-")},
		{ID: "tails", Title: "Tails", Lead: "How long operations wait for an entry, and how long they take where that was looked at.", Figures: take("latency", "survival", "heatmap-p99")},
		{ID: "wakeups", Title: "Wakeups", Lead: "Sleeps, wakeups and fallbacks for each operation.", Figures: take("counts", "fallbacks", "heatmap-sleeps")},
		{ID: "losing", Title: "How designs lose", Lead: "Rounds that hung, pile-ups, and the simplest losing schedule of each design that has one. Step through it by the buttons or, with the schedule in focus, the arrow keys.", Figures: take("hangs", "pileup"), Schedules: e.schedules()},
		e.Space, e.Validation, e.Machine, e.Profile,
	}
	for i := range r.Sections {
		missing(&r.Sections[i])
		e.name(r.Sections[i].Claims)
	}
	for i := range r.Answers {
		e.name(r.Answers[i].Claims)
	}
	return r
}

// name gives the commands of claims the name of the program.
func (e *Evidence) name(claims []answers.Claim) {
	for i := range claims {
		claims[i].Command = claims[i].Command.As(e.Program)
	}
}

// spell writes commands, one in a line.
func (e *Evidence) spell(commands ...command.Command) string {
	return strings.Join(command.SpellAll(e.Program, commands), "\n")
}

// missing says of a section that has nothing what would fill it.
func missing(s *Section) {
	if len(s.Claims)+len(s.Figures)+len(s.Tables)+len(s.Schedules)+len(s.Notes) != 0 {
		return
	}
	verb := map[string]string{
		"verdicts":   "check",
		"regimes":    "run --pattern mix --set pmd=0,25,50,75,100 --set hold=1us,10us,100us --sensitivity",
		"scaling":    "run --pattern pte-groups --hold both --cpus 64 --tasks 2,4,8,16,32,64,128 --sensitivity --window 10ms",
		"tails":      "run",
		"wakeups":    "run",
		"losing":     "check",
		"space":      "space --front",
		"validation": "validate --oracle FILE.csv",
		"machine":    "run --engine live",
		"profile":    "run",
	}[s.ID]
	s.Claims = append(s.Claims, answers.NotLookedAt(s.Title, command.Parse(verb)))
}

// about counts what the report stands on.
func (e *Evidence) about() string {
	records := 0
	var names []string
	for i := range e.Sources {
		records += len(e.Sources[i].Records)
		names = append(names, filepath.Base(e.Sources[i].Name))
	}
	unfinished := ""
	for i := range e.Sources {
		for _, sentence := range results.DidNotFinish(e.Sources[i].Records) {
			unfinished += " " + sentence
		}
	}
	words := phrase.Count(records, "record")
	if len(names) != 0 {
		words += " of " + strings.Join(names, ", ")
	}
	return "Made of " + words + ", and " + phrase.Count(len(e.Verdicts), "verdict") + ". Every sentence is computed from these; intervals are of 95" + phrase.NBSP + "%." + unfinished
}

// figures are the charts of all sources, each by the name of its source and its
// own.
func (e *Evidence) figures() (all []Figure) {
	seen := map[string]bool{}
	for i := range e.Sources {
		s := &e.Sources[i]
		baseline := e.baseline(s)
		run := e.run(s)
		by := e.spell(append([]command.Command{command.Of("plot", "--digest").Flag("baseline", baseline).Flag("in", s.Name)}, words.Commands(s.Records)...)...)
		for _, f := range plots.Figures(s.Records, plots.Options{Baseline: baseline, Digest: true}) {
			for f.Name = run.Name + "-" + f.Name; seen[f.Name]; f.Name += "x" {
			}
			seen[f.Name] = true
			all = append(all, Figure{f, by, run})
		}
	}
	return all
}

// baseline is what designs of a source are compared with: what was asked for,
// or the first that was run and never hung.
func (e *Evidence) baseline(s *answers.Source) string {
	if e.Baseline != "" {
		return e.Baseline
	}
	hung := map[string]bool{}
	for _, r := range s.Records {
		hung[r.Strategy] = hung[r.Strategy] || r.Hung()
	}
	for _, r := range s.Records {
		if !hung[r.Strategy] {
			return r.Strategy
		}
	}
	return ""
}

// run says what a source is of.
func (e *Evidence) run(s *answers.Source) *Run {
	var patterns, designs, engines, variants []string
	var tasks, cpus, samples []int
	for _, r := range s.Records {
		patterns, designs = with(patterns, r.Pattern), with(designs, r.Strategy)
		engines, variants = with(engines, r.Engine), with(variants, r.Variant)
		tasks, samples = with(tasks, r.Tasks), with(samples, len(r.Samples))
		if r.VCPUs != 0 {
			cpus = with(cpus, r.VCPUs)
		}
	}
	where := extent(tasks, "task")
	if len(cpus) != 0 {
		where += " on " + extent(cpus, "virtual CPU")
	}
	words := []string{phrase.Count(len(patterns), "pattern"), phrase.Count(len(designs), "design"), where, extent(samples, "sample") + " of each case"}
	if slices.Contains(engines, "live") {
		words = append(words, "on goroutines, not a kernel")
	}
	if len(variants) > 1 {
		words = append(words, "prices of a wake halved and doubled")
	}
	if len(designs) > 1 {
		words = append(words, "compared with "+e.baseline(s))
	}
	return &Run{Name: filepath.Base(s.Name), Says: strings.Join(words, ", ") + "."}
}

// with adds to a list what is not in it.
func with[T comparable](list []T, v T) []T {
	if slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

// extent says from where to where numbers go.
func extent(numbers []int, noun string) string {
	if len(numbers) == 0 {
		return phrase.Count(0, noun)
	}
	least, most := slices.Min(numbers), slices.Max(numbers)
	if least == most {
		return phrase.Count(most, noun)
	}
	return fmt.Sprintf("%d to %s", least, phrase.Count(most, noun))
}

// words are what each source shows, as the command says it at the end of a run.
func (e *Evidence) words() (all []Notes) {
	for i := range e.Sources {
		s := &e.Sources[i]
		var b bytes.Buffer
		if words.WriteFindings(&b, s.Records, e.baseline(s), e.Program) != nil || b.Len() == 0 {
			continue
		}
		n := Notes{Title: "What " + s.Name + " shows, in words", Command: e.spell(words.Commands(s.Records)...)}
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
			s.Figures = append(s.Figures, Figure{Figure: plots.Matrix(m.list, plots.MatrixOptions{Name: m.name}), Command: e.checked(m.list)})
		}
	}
	s.Claims = answers.Verdicts(known)
	return s
}

// schedules are the losing ones, with the command that steps through each. Those
// in which the same happens are one.
func (e *Evidence) schedules() (all []Schedule) {
	for _, c := range e.Schedules {
		if i := slices.IndexFunc(all, func(s Schedule) bool { return alike(s.Columns, c) }); i >= 0 {
			all[i].Designs = with(all[i].Designs, c.Strategy)
			continue
		}
		all = append(all, Schedule{c, []string{c.Strategy}, e.spell(command.Of("replay", c.Schedule))})
	}
	return all
}

// checked is the command that gives verdicts.
func (e *Evidence) checked(list []*results.Verdict) string {
	if slices.ContainsFunc(list, func(v *results.Verdict) bool { return slices.Contains(e.Known, v.Strategy) }) {
		return e.spell(command.Of("check"))
	}
	var designs []string
	for _, v := range list {
		if !slices.Contains(designs, v.Strategy) {
			designs = append(designs, v.Strategy)
		}
	}
	return e.spell(command.Of("check").Flag("strategy", strings.Join(designs, ",")))
}
