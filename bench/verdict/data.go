package verdict

import (
	"slices"

	"daxwait/results"
	"daxwait/strategies"
)

// Data is a verdict as programs read it.
type Data struct {
	Design string `json:"design"`
	// Safe: proved in all scenarios, within their bounds, and nothing speaks
	// against it. Why not is in Summary.
	Safe    bool   `json:"safe"`
	Summary string `json:"summary"`
	// Scenarios are the verdicts, one for each scenario that has one.
	Scenarios []*results.Verdict `json:"scenarios"`
	// NoVerdict are the scenarios without one, and why.
	NoVerdict []NoVerdict `json:"no_verdict,omitempty"`
	// LostAtRandom are losses under random schedules beyond the searches.
	LostAtRandom []RandomLoss `json:"lost_at_random,omitempty"`
	// Costs are against Baseline, simulated; NotCompared says why there are none.
	Baseline    string `json:"baseline"`
	Costs       []Cost `json:"costs,omitempty"`
	NotCompared string `json:"not_compared,omitempty"`
	// Hung are the patterns in which it hung in the simulation.
	Hung []string `json:"hung,omitempty"`
}

// NoVerdict is a scenario whose search cannot be believed.
type NoVerdict struct {
	Scenario string `json:"scenario"`
	Why      string `json:"why"`
}

// RandomLoss is a loss under random schedules: of a kind, with a schedule to
// replay, or schedules that have no end.
type RandomLoss struct {
	Scenario string `json:"scenario"`
	Kind     string `json:"kind,omitempty"`
	Schedule string `json:"schedule,omitempty"`
	Endless  int    `json:"endless,omitempty"`
}

// Cost is how a case stands against the baseline.
type Cost struct {
	Pattern string `json:"pattern"`
	Hold    string `json:"hold"`
	Tasks   int    `json:"tasks"`
	VCPUs   int    `json:"vcpus"`
	// Word is ahead, behind, or what else is told: see [compare.Outcome].
	Word string `json:"word"`
	// Ratio is of operations a second, with its 95 % interval; N are the seeds.
	Ratio float64 `json:"ratio"`
	Lo    float64 `json:"lo"`
	Hi    float64 `json:"hi"`
	N     int     `json:"n"`
	// Depends are the prices of a wake that turn it round, halved or doubled.
	Depends []string `json:"depends,omitempty"`
}

// Data returns the verdict as programs read it.
func (v *Verdict) Data() *Data {
	d := &Data{Design: v.Design.Name, Safe: v.Safe(), Summary: v.verdict(), Baseline: strategies.Baseline, NotCompared: v.Without, Hung: v.Hung()}
	for _, c := range v.Cells {
		d.Scenarios = append(d.Scenarios, c.Verdict)
	}
	for _, c := range v.Unsound {
		d.NoVerdict = append(d.NoVerdict, NoVerdict{c.Scenario.Name, c.Err.Error()})
	}
	for _, l := range v.Lost {
		loss := RandomLoss{Scenario: l.Cell.Scenario.Name, Endless: l.Endless}
		if l.Ticket.Strategy != "" {
			loss.Kind, loss.Schedule = l.Kind.String(), l.Ticket.String()
		}
		d.LostAtRandom = append(d.LostAtRandom, loss)
	}
	if v.Without != "" {
		return d
	}
	for _, s := range v.Standings() {
		of := v.record(s.Ops.Group)
		d.Costs = append(d.Costs, Cost{
			Pattern: of.Pattern, Hold: of.Hold, Tasks: of.Tasks, VCPUs: of.VCPUs, Word: s.Word(),
			Ratio: s.Ops.Ratio.Value, Lo: s.Ops.Ratio.Lo, Hi: s.Ops.Ratio.Hi, N: s.Ops.Ratio.N, Depends: slices.Clone(s.Depends),
		})
	}
	return d
}
