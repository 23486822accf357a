package glossary

import (
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/internal/phrase"
	"daxwait/strategies"
)

// functionNames are those of all functions.
func functionNames() (names []string) {
	for _, f := range strategies.Functions() {
		for _, n := range f.Names {
			names = append(names, n.Name)
		}
	}
	return names
}

// symbol is a function as a line of a stack has it: behind an address or a question
// mark, with what a compiler adds to its name, its offset and its module.
var symbol = regexp.MustCompile(`^(?:\[<[^>]*>\]\s*)?(\?\s*)?([A-Za-z_]\w*)((?:\.\w+)*)(?:\(\))?(\+0x[0-9a-fA-F]+(?:/0x[0-9a-fA-F]+)?)?(?:\s+\[[\w-]+\])?$`)

// bare is the name in what stacks write, or the text itself.
func bare(text string) string {
	if m := symbol.FindStringSubmatch(text); m != nil {
		return m[2]
	}
	return text
}

func (g *Glossary) function(w io.Writer, name string) bool {
	f, n, ok := strategies.FunctionNamed(bare(name))
	if !ok {
		return false
	}
	kind := "a kernel function"
	if n.Name == "mmap_lock" || n.Name == "mmap_sem" {
		kind = "a kernel lock"
	}
	if era := n.Era(); era != "" {
		kind += ", " + era
	}
	fmt.Fprintf(w, "%s, %s: %s\n%s\n", n.Name, kind, f.Role, phrase.Wrap(f.Says, 78))
	called(w, f, n)
	losing(w, f)
	for _, id := range f.Commits {
		commit(w, id)
	}
	if len(f.Scenarios) != 0 {
		run(w, "try", g.spell("check", "--scenario", strings.Join(f.Scenarios, ",")))
	}
	row(w, "see", g.spell("explain", "VERSION")+", such as 5.2; "+hangPage)
	return true
}

// called writes the other names of a function, with their kernels.
func called(w io.Writer, f strategies.Function, but strategies.Name) {
	var others []string
	for _, n := range f.Names {
		if n != but {
			others = append(others, strings.TrimSuffix(n.Name+", "+n.Era(), ", "))
		}
	}
	row(w, "beside", strings.Join(others, "; "))
}

// commit writes a commit: where it is, and what it did.
func commit(w io.Writer, id string) {
	if c, ok := strategies.CommitNamed(id); ok {
		in := append([]string{c.In}, c.Stable...)
		row(w, "mended", fmt.Sprintf("%s (%s) %s; its title: %s", c.ID, strings.Join(in, ", "), c.Says, c.Title))
	}
}

// losing writes which kernels that have a function lose wakeups in its scenarios,
// which violate something else there, and which are proved.
func losing(w io.Writer, f strategies.Function) {
	var violate, hold []string
	label, scenarios := "lose", inOrder(f.Scenarios)
	for _, design := range designs() {
		spans := spansOf(design, f)
		if len(spans) == 0 || len(scenarios) == 0 {
			continue
		}
		lost, otherwise := lostBy(design, scenarios)
		switch {
		case len(lost) != 0:
			row(w, label, fmt.Sprintf("%s (%s): %s", design, strings.Join(spans, "; "), strings.Join(lost, ", ")))
			label = ""
		case otherwise:
			violate = append(violate, design)
		default:
			hold = append(hold, design)
		}
	}
	row(w, "violate", strings.Join(violate, ", "))
	row(w, "proved", strings.Join(hold, ", "))
}

// designs are those of kernels, each once, oldest first.
func designs() (names []string) {
	for _, k := range strategies.Kernels() {
		if !slices.Contains(names, k.Strategy) {
			names = append(names, k.Strategy)
		}
	}
	return names
}

// spansOf are the kernels of a design that have a function, by any of its names.
func spansOf(design string, f strategies.Function) (spans []string) {
	all, since := strategies.Kernels(), f.Since()
	for i, k := range all {
		from, before := k.From, ""
		if i+1 < len(all) {
			before = all[i+1].From
		}
		if strategies.Before(from, since) {
			from = since
		}
		if k.Strategy == design && (before == "" || strategies.Before(from, before)) {
			spans = append(spans, lasting(from, before))
		}
	}
	return spans
}

// lostBy returns the scenarios in which a design is expected to lose wakeups, which
// the checker holds it to, and whether it violates something else in one.
func lostBy(design string, scenarios []*daxtest.Scenario) (lost []string, otherwise bool) {
	for _, s := range scenarios {
		kinds := s.Expected(design)
		if slices.Contains(kinds, step.LostWakeup) {
			lost = append(lost, path.Base(s.Name))
		}
		otherwise = otherwise || len(kinds) != 0
	}
	return lost, otherwise
}

// inOrder are the scenarios of names, in the order of the names.
func inOrder(names []string) (of []*daxtest.Scenario) {
	all := daxtest.Scenarios()
	for _, name := range names {
		if i := slices.IndexFunc(all, func(s *daxtest.Scenario) bool { return path.Base(s.Name) == name }); i >= 0 {
			of = append(of, all[i])
		}
	}
	return of
}
