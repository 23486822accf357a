package hang

import (
	"strings"

	"daxwait/strategies"
)

// catalogue finds functions by their names. A text has up to 20,000 stacks of them.
type catalogue map[string]entryOf

// entryOf is a function, and one of its names.
type entryOf struct {
	f strategies.Function
	n strategies.Name
}

func newCatalogue() catalogue {
	c := catalogue{}
	for _, f := range strategies.Functions() {
		for _, n := range f.Names {
			name := strings.ToLower(n.Name)
			if _, known := c[name]; !known {
				c[name] = entryOf{f, n}
			}
		}
	}
	return c
}

// named returns the function of a name, and the name; false if no function has it.
func (c catalogue) named(name string) (strategies.Function, strategies.Name, bool) {
	e, ok := c[strings.ToLower(name)]
	return e.f, e.n, ok
}
