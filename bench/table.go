package bench

import (
	"fmt"
	"time"

	"daxwait/internal/phrase"
)

// Table lists groups of a plan, a row each.
func Table(p *Plan, groups []Group) phrase.Table {
	t := phrase.Table{Head: []string{"case", "tasks", "engine", "hold", "window", "strategies"}, Right: []bool{false, true}}
	for _, g := range groups {
		names := ""
		for i := range g {
			if i > 0 {
				names += ", "
			}
			names += g[i].Strategy.Name
		}
		of := g[0].Record(p.WindowOf(&g[0]))
		t.Rows = append(t.Rows, []string{of.Group().Name(), fmt.Sprint(of.Tasks), of.Engine, of.Hold, time.Duration(of.Window).String(), names})
	}
	return t
}
