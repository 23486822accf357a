package evidence

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"daxwait/daxcore/daxtest"
	"daxwait/internal/command"
	"daxwait/internal/phrase"
	"daxwait/internal/space"
	"daxwait/plots"
	"daxwait/plots/report"
	"daxwait/results"
	"daxwait/results/answers"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// space is the section of the space of designs.
func (g *Gathering) space(ctx context.Context) error {
	e := g.Evidence
	by := command.Of("space", "--first")
	if g.Space != "" {
		by = command.Of("space")
	}
	if g.Space != "" || !g.Quick {
		s, a, err := g.searched(ctx)
		if err != nil {
			return err
		}
		e.Space.Claims = append(e.Space.Claims, spaceClaims(a)...)
		e.Space.Figures = append(e.Space.Figures, report.Figure{Figure: plots.Space(SpaceData(s, a)), Command: by.Spell(g.Program)})
		e.Space.Tables = append(e.Space.Tables, coresTable(a, by.Spell(g.Program)))
	} else {
		e.Space.Claims = append(e.Space.Claims, answers.NotLookedAt("Which combinations of decisions are safe", by))
	}
	sources := e.Sources
	if g.Space != "" {
		records, damaged, err := results.Read(filepath.Join(g.Space, "front"))
		g.Damaged = append(g.Damaged, damaged...)
		switch {
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			return err
		default:
			sources = []answers.Source{{Name: filepath.Join(g.Space, "front"), Records: records}}
		}
	}
	e.Space.Claims = append(e.Space.Claims, g.fronts(sources, &e.Space)...)
	return nil
}

// searched is the space that was searched, or that is now.
func (g *Gathering) searched(ctx context.Context) (*space.Space, *space.Analysis, error) {
	scenarios, err := daxtest.FindScenarios("entry")
	if err != nil {
		return nil, nil, err
	}
	s, err := space.New(scenarios, nil)
	if err != nil {
		return nil, nil, err
	}
	options := space.Options{First: true, MaxStates: 1_000_000, Workers: g.Workers}
	var records []*space.Record
	if g.Space != "" {
		var damaged []*results.Damage
		if records, damaged, options, err = s.Read(g.Space, options); err != nil {
			return nil, nil, err
		}
		g.Damaged = append(g.Damaged, damaged...)
	} else {
		w, end := g.Pieces(len(s.Designs))
		defer end()
		if err := s.Run(ctx, 0, options, func(_ int, r *space.Record) error {
			records = append(records, r)
			w.Done()
			return nil
		}); err != nil {
			return nil, nil, err
		}
	}
	a, err := s.Analyse(records, options)
	return s, a, err
}

// VerifySpace reads a space back, with the scenarios and decisions of its header.
func VerifySpace(dir string) *results.Integrity {
	i := &results.Integrity{Dir: dir}
	fail := func(err error) *results.Integrity {
		i.Wrong = append(i.Wrong, err.Error())
		return i
	}
	s, err := space.In(dir)
	if err != nil {
		return fail(err)
	}
	records, damaged, _, err := s.Read(dir, space.Options{})
	if err != nil {
		return fail(err)
	}
	i.Records, i.Cases = len(records)-len(damaged), len(s.Designs)
	for _, d := range damaged {
		i.Wrong = append(i.Wrong, d.Error())
	}
	if n := len(s.Designs) - len(records); n > 0 {
		i.Missing = append(i.Missing, fmt.Sprintf("%d of %d designs", n, len(s.Designs)))
	}
	return i
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
func coresTable(a *space.Analysis, by string) report.Table {
	t := report.Table{Caption: "What loses, whatever else is decided", Command: by, Folded: true}
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
func (g *Gathering) fronts(sources []answers.Source, s *report.Section) (claims []answers.Claim) {
	unsafe := g.Evidence.Unproved()
	for _, source := range sources {
		safe := slices.DeleteFunc(slices.Clone(source.Records), func(r *results.Record) bool { return r.Engine != "sim" || slices.Contains(unsafe, r.Strategy) })
		found := compare.Fronts(safe)
		if len(found) == 0 {
			continue
		}
		by := strings.Join(command.SpellAll(g.Program, words.Commands(safe)), "\n")
		if g.Space != "" {
			by = command.Of("space", "--front").Spell(g.Program)
		}
		claims = append(claims, answers.Fronts(found)...)
		t := report.Table{Caption: "Safe designs that no other safe one beats, of " + source.Name, Command: by, Folded: true}
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
			s.Figures = append(s.Figures, report.Figure{Figure: f, Command: by})
		}
	}
	if len(claims) == 0 {
		claims = append(claims, answers.NotLookedAt("Which safe designs no other beats", command.Of("space", "--front")))
	}
	return claims
}

// SpaceData is the space as it is drawn: the decisions that have a choice.
func SpaceData(s *space.Space, a *space.Analysis) *plots.SpaceData {
	data := &plots.SpaceData{Footer: fmt.Sprintf("%d designs that differ, counted as often as there are combinations that are them. Safe within: %s.", a.Designs, a.Bounds)}
	var drawn []int
	for i, d := range s.Decisions {
		if len(d.Values) > 1 {
			drawn = append(drawn, i)
			data.Decisions = append(data.Decisions, d.Key)
			data.Values = append(data.Values, d.Values)
		}
	}
	for c := range s.Combinations() {
		choice, design := s.At(c)
		verdict := a.Verdict(design)
		d := plots.SpaceDesign{Safe: verdict == space.Safe, Incomplete: verdict == space.Incomplete}
		for _, i := range drawn {
			d.Choice = append(d.Choice, choice[i])
		}
		data.Designs = append(data.Designs, d)
	}
	return data
}
