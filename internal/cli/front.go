package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/policy"
	"daxwait/bench/profile"
	"daxwait/internal/cli/flag"
	"daxwait/internal/phrase"
	"daxwait/internal/space"
	"daxwait/plots"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/strategies"
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
	safe, err := safeDesigns(s, a)
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
	log, _, err := flag.Begin(stderr, nil, filepath.Join(out, "front"), manifest, results.Force) // it belongs to the space
	if err != nil {
		return unwritable(err)
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
	if err := writeFronts(stdout, fronts); err != nil {
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

// outsiders are what the space does not have and the checker has proved as
// well.
const outsiders = "nopmd,handoff"

// safeDesigns are the safe ones of a space, under the names of the catalogue
// where they have one, else their decisions; and the outsiders.
func safeDesigns(s *space.Space, a *space.Analysis) (safe []*strategies.Strategy, err error) {
	outside, err := strategies.Find(outsiders)
	if err != nil {
		return nil, err
	}
	catalogue := strategies.All()
	for i := range s.Designs {
		if a.Verdict(i) != space.Safe {
			continue
		}
		d := &strategies.Strategy{Policy: s.Designs[i].Policy()}
		d.Name = strings.ReplaceAll(policy.Describe(d.Policy), " ", "+")
		if at := slices.IndexFunc(catalogue, func(c *strategies.Strategy) bool { return c.New == nil && space.Same(c.Policy, d.Policy) }); at >= 0 {
			d.Name = catalogue[at].Name
		}
		safe = append(safe, d)
	}
	return append(safe, outside...), nil
}

// writeFronts names who is on the front of each pattern.
func writeFronts(w io.Writer, fronts []compare.Front) error {
	t := phrase.Table{Head: []string{"pattern", "designs", "on the front", "", "wakeups/op", "ops/s", "p99 wait"}, Right: []bool{false, true, true, false, true, true, true}}
	for _, f := range fronts {
		all := 0
		for _, m := range slices.Concat(f.Members, f.Behind) {
			all += len(m.Strategies)
		}
		name, n := f.Group.Pattern, fmt.Sprint(all)
		for _, m := range f.Members {
			members, _ := m.Name()
			t.Rows = append(t.Rows, []string{name, n, fmt.Sprint(len(m.Strategies)), members,
				fmt.Sprintf("%.2f", m.Values[2].Value), fmt.Sprintf("%.0f", m.Values[0].Value), time.Duration(m.Values[1].Value).Round(100 * time.Nanosecond).String()})
			name, n = "", ""
		}
	}
	fmt.Fprintf(w, "Safe designs that no other beats, by a hundredth or more, in throughput, tail or wakeups without being worse in another;\nthose of one line did exactly the same, and what they have in common is named:\n\n")
	if err := t.Text(w); err != nil {
		return err
	}
	hung := 0
	for _, f := range fronts {
		for _, s := range f.Hung {
			hung++
			fmt.Fprintf(w, "%s was proved safe, and hung in %s\n", s, f.Group.Pattern)
		}
	}
	if hung != 0 {
		return fmt.Errorf("%d simulations of safe designs hung: the bounds of the proof are too small, or the model or the checker is wrong", hung)
	}
	_, err := fmt.Fprintln(w)
	return err
}
