package plots

import (
	"cmp"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"daxwait/results"
)

// Options of a drawing. The zero value is ready for use.
type Options struct {
	// Baseline is the strategy that heat maps and titles compare with; empty
	// is "exclusive". If no record has it, there are no heat maps.
	Baseline string
	// Footer stands for commit, engine and seeds in the footer of each chart;
	// empty has them taken from the records.
	Footer string
	// Digest is for pages about many results. It leaves out what another chart
	// says as well, charts that show nothing, and times of goroutines; and where charts of patterns
	// would take more than a sheet it has those in which designs are farthest
	// apart.
	Digest bool
}

func (o Options) baseline() string { return cmp.Or(o.Baseline, "exclusive") }

// Chart is a chart as it is referred to: the base name of its files and a
// caption of a line, which says what it shows.
type Chart struct{ Name, Caption string }

// Figures lays out the charts that records allow, in the order in which they
// should be read: what does not depend on the machine comes first. Records are
// as read, in any order; strategies and patterns keep theirs.
func Figures(records []*results.Record, o Options) []*Figure {
	records = slices.DeleteFunc(slices.Clone(records), func(r *results.Record) bool { return r == nil })
	plain := slices.DeleteFunc(results.Base(records), results.Swept(records))
	s := newSet(plain, o)
	figures := append(regimes(records, o), curves(records, o)...)
	figures = append(figures, s.counts()...)
	figures = append(figures, s.fallbacks()...)
	figures = append(figures, s.hangs()...)
	figures = append(figures, s.pileups()...)
	figures = append(figures, s.survivals()...)
	for _, h := range []struct{ name, metric string }{
		{"heatmap-ops", "ops/s"}, {"heatmap-p99-wait", "p99-wait-ns"}, {"heatmap-sleeps", "sleeps/op"},
	} {
		if o.Digest && h.name == "heatmap-sleeps" { // as counts
			continue
		}
		figures = append(figures, s.heatmaps(h.name, results.MetricNamed(h.metric))...)
	}
	return figures
}

// Draw writes the charts that records allow into dir, each as NAME.png and
// NAME.svg, and returns them in the order in which they should be read. The
// same records give the same bytes. A file is there whole or not at all. Charts
// of an earlier drawing go, files of other names are left alone. With an error
// come the charts that were written.
func Draw(dir string, records []*results.Record, o Options) ([]Chart, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	if err := removeCharts(dir); err != nil {
		return nil, err
	}
	var charts []Chart
	for _, f := range Figures(records, o) {
		if err := WriteFigure(dir, f); err != nil {
			return charts, err
		}
		charts = append(charts, f.Chart)
	}
	return charts, nil
}

// WriteFigure writes a figure into dir, which it makes if need be, as NAME.png
// and NAME.svg. A file is there whole or not at all.
func WriteFigure(dir string, f *Figure) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	base := filepath.Join(dir, f.Name)
	return errors.Join(WriteFile(base+".png", f.WritePNG), WriteFile(base+".svg", f.WriteSVG))
}

// removeCharts removes the charts in dir, by their names: they would pass for
// charts of the results that are drawn now.
func removeCharts(dir string) error {
	for _, name := range []string{"regimes-*", "curves-*", "counts", "fallbacks", "hangs", "pileup", "survival", "heatmap-ops", "heatmap-p99-wait", "heatmap-sleeps"} {
		for _, sheet := range []string{"", "-?"} {
			for _, kind := range []string{".png", ".svg"} {
				old, err := filepath.Glob(filepath.Join(dir, name+sheet+kind))
				if err != nil {
					return err
				}
				for _, file := range old {
					if err := os.Remove(file); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// WriteFile writes a file beside its place and moves it there, so that it is there
// whole or not at all.
func WriteFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(write(f), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
