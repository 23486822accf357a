package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"daxwait/bench/space"
	"daxwait/internal/cli/term"
	"daxwait/internal/phrase"
	"daxwait/plots"
	"daxwait/plots/report"
	"daxwait/results"
	"daxwait/results/answers"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// space is the section of the space of designs.
func (o *ReportOptions) space(ctx context.Context, stderr io.Writer, e *report.Evidence) error {
	command := "daxwait space --first"
	if o.Space != "" {
		command = "daxwait space"
	}
	if o.Space != "" || !o.Quick {
		s, a, err := o.searched(ctx, stderr)
		if err != nil {
			return err
		}
		e.Space.Claims = append(e.Space.Claims, spaceClaims(a)...)
		e.Space.Figures = append(e.Space.Figures, report.Figure{Figure: plots.Space(spaceData(s, a)), Command: command})
		e.Space.Tables = append(e.Space.Tables, coresTable(a, command))
	} else {
		e.Space.Claims = append(e.Space.Claims, answers.NotLookedAt("Which combinations of decisions are safe", command))
	}
	sources := e.Sources
	if o.Space != "" {
		records, err := results.Read(filepath.Join(o.Space, "front"))
		switch {
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			return usage(err)
		default:
			sources = []answers.Source{{Name: filepath.Join(o.Space, "front"), Records: records}}
		}
	}
	e.Space.Claims = append(e.Space.Claims, o.fronts(e, sources, &e.Space)...)
	return nil
}

// searched is the space that was searched, or that is now.
func (o *ReportOptions) searched(ctx context.Context, stderr io.Writer) (*space.Space, *space.Analysis, error) {
	scenarios, err := findScenarios("entry")
	if err != nil {
		return nil, nil, err
	}
	s, err := space.New(scenarios, nil)
	if err != nil {
		return nil, nil, err
	}
	options := space.Options{First: true, MaxStates: 1_000_000, Workers: o.Workers}
	var records []*space.Record
	if o.Space != "" {
		if records, options, err = s.Read(o.Space, options); err != nil {
			return nil, nil, usage(err)
		}
	} else {
		bar := term.NewBar(stderr, len(s.Designs))
		defer bar.End()
		if err := s.Run(ctx, 0, options, func(_ int, r *space.Record) error {
			records = append(records, r)
			bar.Done()
			return nil
		}); err != nil {
			return nil, nil, err
		}
	}
	a, err := s.Analyse(records, options)
	return s, a, usage(err)
}

func spaceClaims(a *space.Analysis) []answers.Claim {
	claims := []answers.Claim{answers.Say("Of %v of decisions %v are safe and %v are not.", answers.Number(a.Combinations, "combination"), answers.Count("safe", a.Safe), answers.Count("unsafe", a.Unsafe)).
		With("searched, within: " + a.Bounds)}
	if len(a.Cores) != 0 {
		claims = append(claims, answers.Say("Each of %v of decisions is unsafe whatever else is decided; together they explain all that is unsafe.", answers.Number(len(a.Cores), "small set")))
	}
	if a.Incomplete != 0 {
		claims = append(claims, answers.Say("Of %v a search was not completed.", answers.Number(a.Incomplete, "combination")))
	}
	return claims
}

// coresTable lists the sets of decisions that lose.
func coresTable(a *space.Analysis, command string) report.Table {
	t := report.Table{Caption: "What loses, whatever else is decided", Command: command, Folded: true}
	t.Head, t.Right = []string{"decided", "violates", "combinations", "steps", "for example"}, []bool{false, false, true, true, false}
	for i := range a.Cores {
		c := &a.Cores[i]
		row := []string{c.String(), "", fmt.Sprint(c.Combinations), "", ""}
		if x := c.Example; x != nil {
			row[1], row[3], row[4] = x.Kind, fmt.Sprint(x.Depth), x.Replay
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// fronts says who is on the fronts of throughput, tail and wakeups, of the
// designs that are proved wherever they were checked.
func (o *ReportOptions) fronts(e *report.Evidence, sources []answers.Source, s *report.Section) (claims []answers.Claim) {
	unsafe := e.Unproved()
	for _, source := range sources {
		safe := slices.DeleteFunc(slices.Clone(source.Records), func(r *results.Record) bool { return r.Engine != "sim" || slices.Contains(unsafe, r.Strategy) })
		found := compare.Fronts(safe)
		if len(found) == 0 {
			continue
		}
		command := strings.Join(words.Commands(safe), "\n")
		if o.Space != "" {
			command = "daxwait space --front"
		}
		claims = append(claims, answers.Fronts(found)...)
		t := report.Table{Caption: "Safe designs that no other safe one beats, of " + source.Name, Command: command, Folded: true}
		t.Head, t.Right = []string{"pattern", "on the front", "ops/s", "p99 wait", "wakeups/op"}, []bool{false, false, true, true, true}
		for _, f := range found {
			name := f.Group.Name()
			for _, m := range f.Members {
				member, _ := m.Name()
				t.Rows = append(t.Rows, []string{name, member, fmt.Sprintf("%.0f", m.Values[0].Value), phrase.Time(m.Values[1].Value), fmt.Sprintf("%.2f", m.Values[2].Value)})
			}
		}
		s.Tables = append(s.Tables, t)
		const drawn = 10 // groups: more are many pages
		for _, f := range plots.Fronts(found[:min(drawn, len(found))], plots.Options{Footer: "engine sim, of " + source.Name}) {
			s.Figures = append(s.Figures, report.Figure{Figure: f, Command: command})
		}
	}
	if len(claims) == 0 {
		claims = append(claims, answers.NotLookedAt("Which safe designs no other beats", "daxwait space --front"))
	}
	return claims
}
