package evidence

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"daxwait/bench/check"
	"daxwait/bench/contained"
	"daxwait/bench/policy"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/command"
	"daxwait/internal/oracle"
	"daxwait/internal/space"
	"daxwait/plots/report"
	"daxwait/results"
	"daxwait/results/answers"
	"daxwait/strategies"
)

// Where a checkout has what the simulator is held to.
const (
	oracleRows    = "internal/oracle/testdata/rows.csv"
	traceCaptures = "bench/trace/testdata/*.trace.gz"
)

// Sources say what is gathered.
type Sources struct {
	// In are folders or files of results; Verdicts files of verdicts, without which
	// a search finds them; Traces captures of a kernel.
	In, Verdicts, Traces []string
	// Space is a folder that a search of the space of designs wrote, Oracle a file
	// of known values.
	Space, Oracle string
	// Baseline is what designs are compared with; empty is the first of each folder
	// that never hung.
	Baseline string
	// Quick leaves out a search of the space, and values of theory, unless they are
	// named.
	Quick bool
	// Workers is how many searches or runs go on at a time.
	Workers int
	// Program is what commands begin with, Catalogue the designs that are checked.
	Program   string
	Catalogue strategies.Catalogue
	// Pieces, if it is given, shows how far so many pieces of work are: it returns
	// what is told of each, and what ends it.
	Pieces func(n int) (w check.Watch, end func())
}

// Gathering is evidence that is being gathered.
type Gathering struct {
	Sources
	Evidence *report.Evidence
	rows     []*oracle.Row
	// Damaged are the lines of results and verdicts that are left out.
	Damaged []*results.Damage
}

// NamedError is an error of what one of the sources names.
type NamedError struct {
	Source string // "in", "verdicts", "space", "oracle" or "trace"
	Err    error
}

func (e *NamedError) Error() string { return e.Source + ": " + e.Err.Error() }

// Unwrap returns the error.
func (e *NamedError) Unwrap() error { return e.Err }

func named(source string, err error) error {
	if err == nil {
		return nil
	}
	return &NamedError{source, err}
}

// Open reads the results and verdicts that are named, and looks for the rest: what
// a checkout has if nothing is named, and a space below the results.
func Open(s Sources) (*Gathering, error) {
	g := &Gathering{Sources: s, Evidence: &report.Evidence{Baseline: s.Baseline, Known: s.Catalogue.Names(), Program: s.Program}}
	if g.Pieces == nil {
		g.Pieces = func(int) (check.Watch, func()) { return check.Watch{Done: func() {}}, func() {} }
	}
	if g.Oracle == "" && !g.Quick {
		if _, err := os.Stat(oracleRows); err == nil {
			g.Oracle = oracleRows
		}
	}
	if len(g.Traces) == 0 {
		g.Traces, _ = filepath.Glob(traceCaptures)
	}
	var err error
	if g.Evidence.Sources, err = g.sources(); err != nil {
		return nil, err
	}
	for _, of := range []struct {
		source string
		files  []string
	}{{"space", []string{g.Space}}, {"oracle", []string{g.Oracle}}, {"trace", g.Traces}} {
		for _, name := range of.files {
			if _, err := os.Stat(name); name != "" && err != nil {
				return nil, named(of.source, err)
			}
		}
	}
	if g.Space != "" && !has(g.Space, space.File, space.PackedFile) {
		if _, err := os.ReadDir(g.Space); errors.Is(err, fs.ErrPermission) {
			return nil, named("space", err)
		}
		return nil, named("space", command.Advise(fmt.Errorf("%s: no %s in it, nor %s", g.Space, space.File, space.PackedFile), "%s writes one", command.Of("space")))
	}
	for _, name := range g.Verdicts {
		if err := g.readVerdicts(name); err != nil {
			return nil, err
		}
	}
	if g.Oracle != "" {
		if g.rows, err = values(g.Oracle); err != nil {
			return nil, named("oracle", err)
		}
	}
	return g, nil
}

// Search finds verdicts, unless some were read, and plays the losing schedules. It
// returns the cells of the catalogue, which scenarios expect something of; those of a
// design that does not come back have no verdict, but an error.
func (g *Gathering) Search(ctx context.Context) (expected []*check.Cell, err error) {
	if len(g.Verdicts) == 0 {
		if expected, err = g.search(ctx); err != nil {
			return nil, err
		}
	}
	return expected, g.losing()
}

func (g *Gathering) search(ctx context.Context) (expected []*check.Cell, err error) {
	scenarios := daxtest.Scenarios()
	expected = contained.Cells(g.Catalogue, scenarios, check.Limits{})
	var changed []*strategies.Strategy
	for _, d := range answers.Designs() {
		found, err := policy.Named(g.Catalogue, d)
		if err != nil {
			return nil, err
		}
		changed = append(changed, found...)
	}
	cells := slices.Concat(expected, contained.Cells(changed, scenarios, check.Limits{}))
	w, end := g.Pieces(len(cells))
	defer end()
	check.Search(ctx, cells, g.Workers, w, func(c *check.Cell) { g.Evidence.Verdicts = append(g.Evidence.Verdicts, c.Verdict) })
	for _, c := range cells {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if c.Err != nil && c.Away == nil { // who asked is told of a design that does not come back
			return nil, c.Err
		}
	}
	return expected, nil
}

// losing plays the simplest losing schedule of each design of the catalogue that
// has one of its own, and those that answers tell the endings of.
func (g *Gathering) losing() error {
	e := g.Evidence
	for _, t := range append(e.Soonest(e.Known), e.Tickets()...) {
		if slices.ContainsFunc(e.Schedules, func(c *results.Columns) bool { return c.Schedule == t }) {
			continue
		}
		columns, err := g.replayed(t)
		if err != nil {
			return named("verdicts", err)
		}
		e.Schedules = append(e.Schedules, columns)
	}
	return nil
}

// replayed plays a schedule of a design and a scenario that ship.
func (g *Gathering) replayed(text string) (*results.Columns, error) {
	t, err := check.ParseTicket(text)
	if err != nil {
		return nil, err
	}
	found, err := policy.Named(g.Catalogue, t.Strategy)
	if err != nil {
		return nil, err
	}
	sc, err := daxtest.ScenarioNamed(t.Scenario)
	if err != nil {
		return nil, err
	}
	return contained.Replayed(t, found[0], sc)
}
