package plots

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/store"
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
	// On is where charts are written; nil is the machine's file system.
	On store.FS
}

func (o Options) baseline() string { return cmp.Or(o.Baseline, "exclusive") }

// Figures lays out the charts that records allow, in the order in which they
// should be read: what does not depend on the machine comes first. Records are
// as read, in any order; strategies and patterns keep theirs. Of a comparison on
// several machines the charts are of the one with the fewest CPUs, and one more is
// of the place with the most CPUs and tasks.
func Figures(records []*results.Record, o Options) []*ink.Figure {
	records = slices.DeleteFunc(slices.Clone(records), func(r *results.Record) bool { return r == nil })
	small, large := compare.Ends(records)
	return append(figures(charts(o.Digest), small, o), figures([]chart{onLarge(o.Digest)}, large, o)...)
}

// figures lays out charts of a list, in its order.
func figures(list []chart, records []*results.Record, o Options) (all []*ink.Figure) {
	s := newStats(newSet(records, o))
	for _, c := range list {
		sheets := c.figures(s)
		if n := len(sheets); n > mostSheets {
			sheets = sheets[:mostSheets]
			last := sheets[mostSheets-1]
			last.Caption += fmt.Sprintf(" (the last of %d sheets that are drawn; %d more are not: filter the records)", mostSheets, n-mostSheets)
		}
		all = append(all, sheets...)
	}
	return all
}

// Draw writes the charts that records allow into dir, each as NAME.png and
// NAME.svg, and returns them in the order in which they should be read; beside them
// is of which records they are: see [results.Drawn]. The
// same records give the same bytes. Charts of an earlier drawing go, files of
// other names are left alone. With an error, all is as it was.
func Draw(dir string, records []*results.Record, o Options) ([]Chart, error) {
	held, err := store.Hold(o.On, dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = held.Release() }()
	var list []Chart
	var files []store.Whole
	for _, f := range Figures(records, o) {
		list = append(list, f.Chart)
		files = append(files, f.Files(dir)...)
	}
	said, err := drawn(dir, records, files)
	if err != nil {
		return nil, err
	}
	if err := store.Write(o.On, append(files, said)...); err != nil {
		return nil, err
	}
	return list, removeCharts(store.On(o.On), dir, files)
}

// drawn is the file that says of which records the files were drawn. It is written behind
// them, which it has summed up by then.
func drawn(dir string, records []*results.Record, files []store.Whole) (said store.Whole, err error) {
	d := &results.Drawn{Count: len(records)}
	if d.Records, err = results.OfRecords(records); err != nil {
		return said, err
	}
	for i, f := range files {
		files[i].Write = func(w io.Writer) error {
			sum := sha256.New()
			if err := f.Write(io.MultiWriter(w, sum)); err != nil {
				return err
			}
			d.Files = append(d.Files, results.Content{Name: filepath.Base(f.Path), Digest: hex.EncodeToString(sum.Sum(nil))})
			return nil
		}
	}
	return d.File(dir), nil
}

// removeCharts removes the charts in dir, by their names, but those that are
// drawn now: they would pass for charts of the same results.
func removeCharts(on store.FS, dir string, drawn []store.Whole) error {
	for _, c := range append(charts(false), onLarge(false)) {
		for _, sheet := range []string{"", "-?", "-??", "-???"} {
			for _, kind := range []string{".png", ".svg"} {
				old, err := filepath.Glob(filepath.Join(dir, c.name()+sheet+kind))
				if err != nil {
					return err
				}
				for _, file := range old {
					if slices.ContainsFunc(drawn, func(f store.Whole) bool { return f.Path == file }) {
						continue
					}
					if err := on.Remove(file); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}
