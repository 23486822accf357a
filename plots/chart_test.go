package plots

import (
	"fmt"
	"slices"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/plots/internal/ink"
	"daxwait/plots/internal/ink/inktest"
	"daxwait/results"
)

// fairness is a chart of how fair each place is, as one adds it:
// a type with a name and figures.
type fairness struct{ show pick }

func (fairness) name() string { return "fairness" }

func (f fairness) figures(s *stats) []*ink.Figure {
	const line vg.Length = 12
	m := results.MetricNamed("jain-index")
	groups := f.show(s, m, s.groupsWith(m, false), perSheet)
	if len(groups) == 0 {
		return nil
	}
	return []*ink.Figure{ink.Sheet{
		Name: "fairness", Title: "How fair designs are", Subtitle: "Jain's index, median. " + sizes(s, groups, m) + ".", Footer: s.footer,
		BodyHeight: line * vg.Length(len(groups)*len(s.strategies)),
		Body: func(c draw.Canvas) {
			for i, g := range groups {
				for k, name := range s.strategies {
					v, _ := s.median(g, name, m)
					y := c.Max.Y - line*(vg.Length(i*len(s.strategies)+k)+0.5)
					ink.Plain(ink.TextSize, ink.Dark).Level(c, c.Min.X, y, 0, fmt.Sprintf("%s in %s: %.2f", name, s.label(g), v.Value))
				}
			}
		},
	}.Figure()}
}

// TestAddedChart: a chart that is put into the list is drawn in its place, of
// the groups that its choice leaves.
func TestAddedChart(t *testing.T) {
	records := wide(4)
	for i, r := range records {
		for k := range r.Samples {
			r.Samples[k].Jain = 0.5 + float64(i)/100
		}
	}
	list := slices.Insert(charts(false), 2, chart(fairness{everything}))
	all := figures(list, records, Options{})
	if len(all) == 0 || all[0].Name != "fairness" || all[1].Name != "counts" {
		t.Fatalf("%d figures, and fairness is not before counts", len(all))
	}
	inktest.Tidy(t, all[0])
	if !inktest.Says(all[0], "perindex in p02: 0.55") {
		t.Error("nothing of perindex in p02")
	}
	if got := figures([]chart{fairness{nothing}}, records, Options{}); len(got) != 0 {
		t.Errorf("%d figures of no groups", len(got))
	}
}

// TestChartsOfADigest: a digest has the same charts in the same order.
func TestChartsOfADigest(t *testing.T) {
	names := func(list []chart) (names []string) {
		for _, c := range list {
			names = append(names, c.name())
		}
		return names
	}
	if all, digest := names(charts(false)), names(charts(true)); !slices.Equal(all, digest) {
		t.Errorf("all: %s, of a digest: %s", all, digest)
	}
}
