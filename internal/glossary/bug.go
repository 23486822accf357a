package glossary

import (
	"fmt"
	"io"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/strategies"
)

// bug says what a bug is: who hangs, what it needs, and what ended it.
func (g *Glossary) bug(w io.Writer, name string) bool {
	for _, b := range strategies.Bugs() {
		if !strings.EqualFold(b.Name, name) {
			continue
		}
		fmt.Fprintf(w, "%s, a bug of kernels from %s to before %s\n%s\n", b.Name, b.Since(), strings.Join(b.End().Releases(), ", "), phrase.Wrap(b.Loses, 78))
		row(w, "needs", b.Needs)
		if c, ok := strategies.CommitNamed(b.Brought); ok {
			row(w, "brought", fmt.Sprintf("%s (%s); its title: %s", c.ID, c.In, c.Title))
		}
		commit(w, b.Ended)
		row(w, "unknown", b.Unknown)
		row(w, "see", hangPage)
		return true
	}
	return false
}

// bugsOf writes which bugs a version of upstream's has.
func bugsOf(w io.Writer, version string) {
	label := "bugs"
	for _, b := range strategies.Bugs() {
		if b.In(version) {
			row(w, label, b.Name+", until "+b.Ended+" ("+strings.Join(b.End().Releases(), ", ")+")")
			label = ""
		}
	}
}

// bugNames are those of all bugs.
func bugNames() (names []string) {
	for _, b := range strategies.Bugs() {
		names = append(names, b.Name)
	}
	return names
}
