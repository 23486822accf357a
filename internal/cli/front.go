package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/internal/cli/flag"
	"daxwait/internal/phrase"
	"daxwait/internal/space"
	"daxwait/plots"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// frontPatterns are where safe designs are compared: one entry, one chunk, both
// orders, all kinds of operations, and removals.
const frontPatterns = "pte-same,pte-groups,mixed-pte,mix,inval"

// Windows of a front: short and few, since there are many designs.
const (
	frontWindows = 5
	frontWindow  = 10 * time.Millisecond
)

// front simulates the safe designs of a space and says which no other beats in
// throughput, tail and wakeups at once.
func front(ctx context.Context, stdout, stderr io.Writer, s *space.Space, a *space.Analysis, out string) error {
	safe, err := s.Safe(a)
	if err != nil {
		return err
	}
	p := &bench.Plan{Strategies: safe, Windows: frontWindows, Window: frontWindow, Seed: 1}
	patterns, err := pattern.Find(frontPatterns)
	if err != nil {
		return err
	}
	if p.Patterns, err = pattern.InRegime(patterns, "both"); err != nil {
		return err
	}
	costs, err := profile.Find("default")
	if err != nil {
		return err
	}
	p.Sim = bench.NewSim(&costs.Profile)
	groups, err := p.Groups()
	if err != nil {
		return err
	}
	manifest, err := p.Manifest(groups, bench.Whole())
	if err != nil {
		return err
	}
	log, err := flag.Begin(stderr, nil, filepath.Join(out, "front"), manifest, results.Force) // it belongs to the space
	if err != nil {
		return flag.Unwritable(err)
	}
	defer log.Close()
	fmt.Fprintf(stderr, "simulating %s in %s\n", phrase.Count(len(p.Strategies), "safe design"), phrase.Count(len(p.Patterns), "pattern"))
	bar := windows(ctx, stderr, p, groups)
	records, err := p.Run(ctx, groups, log, bar.Done)
	bar.End()
	if err != nil {
		return err
	}
	fronts := compare.Fronts(records)
	if err := words.WriteFronts(stdout, fronts); err != nil {
		return err
	}
	for i, f := range plots.Fronts(fronts, plots.Options{Footer: "engine sim, cost profile " + costs.Name}) {
		if err := plots.WriteFigure(nil, out, f); err != nil {
			return err
		}
		if i == 0 {
			fmt.Fprintf(stdout, "in %s: %s\n", out, f.Caption)
		}
	}
	return nil
}
