package evidence

import (
	"context"
	"fmt"
	"math"

	"daxwait/bench/profile"
	"daxwait/internal/bounded"
	"daxwait/internal/command"
	"daxwait/internal/fidelity"
	"daxwait/internal/oracle"
	"daxwait/plots/report"
	"daxwait/results/answers"
	"daxwait/strategies"
)

// theoryOps is how many operations a value of theory gets at most: what the rule
// for files asks for, a quarter of what validate takes. Tails of long queues are
// not sharp by then, and stay open.
const theoryOps = 4_000_000

// values are those of a file that theory knows.
func values(name string) ([]*oracle.Row, error) {
	file, err := bounded.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return oracle.Read(file, name)
}

// theory holds the simulator to values that theory knows.
func (g *Gathering) theory(ctx context.Context, s *report.Section) error {
	if g.Oracle == "" {
		s.Claims = append(s.Claims, answers.NotLookedAt("How far the simulator is from theory", command.Of("validate").Flag("oracle", oracleRows)))
		return nil
	}
	cases := oracle.Cases(g.rows)
	found, err := oracle.Run(ctx, cases, oracle.Options{Seed: 1, Ops: theoryOps, Workers: g.Workers})
	if err != nil {
		return err
	}
	table := report.Table{Caption: "Families of known values", Command: command.Of("validate").Flag("oracle", g.Oracle).Flag("ops", fmt.Sprint(theoryOps)).Spell(g.Program), Folded: true}
	table.Head, table.Right = []string{"family", "values", "met", "missed", "open", "worst"}, []bool{false, true, true, true, true, true}
	var names []string
	by, all := map[string]*held{}, &held{}
	for _, r := range found {
		if by[r.Family] == nil {
			names, by[r.Family] = append(names, r.Family), &held{}
		}
		for i := range r.Rows {
			by[r.Family].add(r, i)
			all.add(r, i)
		}
	}
	for _, n := range names {
		h := by[n]
		table.Rows = append(table.Rows, []string{n, fmt.Sprint(h.values), fmt.Sprint(h.met), fmt.Sprint(h.missed), fmt.Sprint(h.open), fmt.Sprintf("%.2f", h.worst)})
	}
	s.Claims = append(s.Claims, answers.Say("Of %v that theory knows the simulator meets %v and misses %v%v; the worst of these is off by %v of what it may be off.",
		answers.Number(all.values, "value"), answers.Count("met", all.met), answers.Count("missed", all.missed), all.left(), answers.Fact{What: "worst", Text: fmt.Sprintf("%.2f", all.worst), Value: all.worst}).
		With(fmt.Sprintf("seed 1, at most %d million operations each; closed forms, Markov chains and exact counts; a value may be off by its standard error, four times, and 0.1 %%, or by its tolerance", theoryOps/1_000_000)))
	s.Tables = append(s.Tables, table)
	return nil
}

// held counts values of theory: those that the simulator meets, those that it
// misses, and those that are open, as its run ended before they were sharp.
type held struct {
	values, met, missed, open int
	worst                     float64
}

func (h *held) add(r *oracle.Result, i int) {
	h.values++
	off := math.Abs(r.Off(i))
	switch {
	case !r.Sharp[i]:
		h.open++
		return
	case off <= 1:
		h.met++
	default:
		h.missed++
	}
	h.worst = max(h.worst, off)
}

// left says how many are open, if some are.
func (h *held) left() answers.Claim {
	if h.open == 0 {
		return answers.Claim{}
	}
	return answers.Say("; %v more %s not sharp enough to be judged", answers.Count("open", h.open), map[bool]string{true: "is", false: "are"}[h.open == 1])
}

// replays holds the simulator to traces of a kernel.
func (g *Gathering) replays(ctx context.Context, s *report.Section) error {
	if len(g.Traces) == 0 {
		s.Claims = append(s.Claims, answers.NotLookedAt("How far the simulator is from a kernel", command.Of("validate").Flag("trace", "FILE.trace.gz")))
		return nil
	}
	costs, err := profile.Find("emulated-6.1-traced")
	if err != nil {
		return err
	}
	design, err := strategies.Find(strategies.Baseline)
	if err != nil {
		return err
	}
	w, end := g.Pieces(len(g.Traces))
	defer end()
	table := report.Table{Caption: "Captures of a kernel and their replays", Command: command.Of("validate", append([]string{"--trace"}, g.Traces...)...).Spell(g.Program), Folded: true}
	table.Head, table.Right = []string{"trace", "quantity", "trace has", "replay has", "ratio", ""}, []bool{false, false, true, true, true, false}
	verdicts := map[fidelity.Verdict]int{}
	for _, file := range g.Traces {
		r, err := fidelity.Compare(ctx, file, fidelity.Options{Profile: &costs.Profile, Strategy: design[0], Seed: 1, AsKernel: true})
		if err != nil {
			return err
		}
		w.Done()
		for i := range r.Rows {
			row := &r.Rows[i]
			verdicts[row.Verdict]++
			cells := []string{r.Name(), row.Quantity, fmt.Sprintf("%.4g", row.Trace), "", "", row.Verdict.String()}
			if math.IsNaN(row.Trace) {
				cells[2] = "-"
			}
			if row.Verdict.Compared() {
				cells[3] = fmt.Sprintf("%.4g [%.4g, %.4g]", row.Ours.Value, row.Ours.Lo, row.Ours.Hi)
				if ratio := row.Ratio(); !math.IsNaN(ratio) && !math.IsInf(ratio, 0) {
					cells[4] = fmt.Sprintf("%.2f", ratio)
				}
			}
			table.Rows = append(table.Rows, cells)
		}
	}
	agree, near, miss := verdicts[fidelity.Agree], verdicts[fidelity.Close], verdicts[fidelity.Miss]
	factor := func(f float64) answers.Fact {
		return answers.Fact{What: "factor", Text: fmt.Sprint(f), Value: f}
	}
	s.Claims = append(s.Claims, answers.Say("Of %v in %v of a kernel %v agree within a factor of %v, %v more within %v, and %v miss.", answers.CountOf(agree+near+miss, "quantity", "quantities"),
		answers.Number(len(g.Traces), "capture"), answers.Count("agree", agree), factor(fidelity.Agrees), answers.Count("near", near), factor(fidelity.Near), answers.Count("miss", miss)).
		With("each capture is replayed under "+strategies.Baseline+" and the profile "+costs.Name))
	s.Tables = append(s.Tables, table)
	return nil
}
