package cli

import (
	"fmt"
	"io"
	"slices"

	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

// warnUnknown tells of expectations of strategies that there are not: they may
// be slips of the pen.
func (s *Suite) warnUnknown(w io.Writer, scenarios []*daxtest.Scenario, designs []*strategies.Strategy) {
	for _, sc := range scenarios {
		for _, e := range sc.Expect {
			for _, name := range e.Strategies {
				known := name == "all" || s.Catalogue.Has(name) ||
					slices.ContainsFunc(designs, func(d *strategies.Strategy) bool { return d.Name == name })
				if !known {
					fmt.Fprintf(w, "daxwait: warning: %s expects something of %q, and there is no such strategy\n", sc.Name, name)
				}
			}
		}
	}
}
