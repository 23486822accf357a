package glossary

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"daxwait/bench/policy"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/command"
	"daxwait/internal/phrase"
	"daxwait/strategies"
)

// Glossary says what names mean.
type Glossary struct {
	// Program is what commands begin with.
	Program string
	// Catalogue is the designs that have a name.
	Catalogue strategies.Catalogue
}

// Explain returns what a name means, in each sense that it has, or what the stack
// of a task says; nothing if the text is neither.
func (g *Glossary) Explain(name string) string {
	name = strings.TrimSpace(name)
	if isStack(name) {
		return g.stacks(name)
	}
	if len(name) > longestName {
		return ""
	}
	var text strings.Builder
	w := &text
	_ = g.strategy(w, name) || g.kernel(w, name)
	g.scenario(w, name)
	_ = g.function(w, name) || g.hang(w, name) || g.history(w, name) || g.bug(w, name)
	for _, e := range Words() {
		if strings.EqualFold(e.Name, name) {
			fmt.Fprintf(w, "%s\n%s\n", e.Name, phrase.Wrap(e.Says, 78))
			for _, c := range e.Run {
				run(w, "run", c.Spell(g.Program))
			}
		}
	}
	for _, i := range otherItems() {
		if strings.EqualFold(i.Name, name) {
			fmt.Fprintf(w, "%s, %s\n", i.Name, articled(i.Kind))
			about := i.About
			if i.Note != "" {
				about += " (" + i.Note + ")"
			}
			for _, line := range append([]string{about}, i.More...) {
				fmt.Fprintln(w, phrase.Wrap(line, 78))
			}
		}
	}
	return text.String()
}

// longestName is longer than any name and any version.
const longestName = 200

// run writes a label and a command in one piece, since a command that is broken
// into lines cannot be copied.
func run(w io.Writer, label, typed string) { fmt.Fprintf(w, "%-8s %s\n", label, typed) }

// spell is a command as it is typed.
func (g *Glossary) spell(verb string, words ...string) string {
	return command.Of(verb, words...).Spell(g.Program)
}

func (g *Glossary) strategy(w io.Writer, name string) bool {
	for _, d := range g.Catalogue {
		if !strings.EqualFold(d.Name, name) {
			continue
		}
		fmt.Fprintf(w, "%s, a strategy\nfrom     %s\nclaim    %s\nloses    %s\n", d.Name, d.Origin, d.Claim, d.Loses)
		if d.Row != "" {
			fmt.Fprintf(w, "row      %s of the table of history (%s)\n", d.Row, g.spell("explain", historyWord))
		}
		if d.New == nil {
			fmt.Fprintf(w, "policy   %s\n", policy.Describe(d.Policy))
		}
		var lost []string
		for _, sc := range daxtest.OfDesigns() {
			for _, k := range sc.Expected(d.Name) {
				lost = append(lost, fmt.Sprintf("%s (%v)", path.Base(sc.Name), k))
			}
		}
		row(w, "violates", strings.Join(lost, ", "))
		run(w, "try", g.spell("check", "--strategy", d.Name))
		return true
	}
	return false
}

func (g *Glossary) scenario(w io.Writer, name string) bool {
	s, err := daxtest.ScenarioNamed(strings.ToLower(name))
	if err != nil {
		return false
	}
	entries := s.AtFirst()
	if entries == "" {
		entries = "none"
	}
	fmt.Fprintf(w, "%s, a scenario\n%s\nentries  %s\ntasks    %s\n", s.Name, phrase.Wrap(s.About, 78), entries, s.TaskText())
	if s.Column != 0 {
		fmt.Fprintf(w, "column   %d of the table of history: %s\n", s.Column, strategies.Shape(s.Column))
	}
	for _, e := range s.Expect {
		fmt.Fprintf(w, "expects  %v of %s\n", e.Kind, strings.Join(e.Strategies, ", "))
	}
	run(w, "try", g.spell("check", "--scenario", s.Name))
	return true
}

// otherItems are what flags take besides strategies and scenarios.
func otherItems() (items []Item) {
	for _, of := range []func() ([]Item, error){decisionItems, patternItems, axisItems, metricItems, profileItems, machineItems} {
		more, _ := of() // a shipped trace that cannot be read is list's to tell
		items = append(items, more...)
	}
	return items
}

// articled is a kind with its article.
func articled(kind string) string {
	if kind == "axis" {
		return "an axis to set"
	}
	if kind == "decision" {
		return "a decision of policies"
	}
	return "a " + kind
}

// Names returns all names that Explain knows.
func (g *Glossary) Names() []string {
	names := g.Catalogue.Names()
	for _, sc := range daxtest.Scenarios() {
		names = append(names, path.Base(sc.Name))
	}
	for _, e := range Words() {
		names = append(names, e.Name)
	}
	for _, i := range otherItems() {
		names = append(names, i.Name)
	}
	names = append(slices.Concat(names, functionNames(), bugNames(), hangWords()), historyWord)
	for _, k := range strategies.Kernels() {
		names = append(names, k.From)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
