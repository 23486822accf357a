package checks

import (
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/words"
)

// markVerdict says what a cell stands for.
func markVerdict(c draw.Canvas, b vg.Rectangle, design, scenario string, v *results.Verdict) {
	cell := ink.Mark{What: design + " in " + scenario, Value: "not run"}
	if v != nil {
		cell.Value = v.Verdict
		for i, k := range v.Kinds {
			cell.Value += []string{": ", ", "}[min(i, 1)] + k
		}
		if v.Depth != 0 {
			cell.Value += ", in " + phrase.Count(v.Depth, "step")
		}
		cell.Interval = phrase.Count(v.Bounds.Tasks, "task") + ", " + phrase.Count(v.Bounds.Operations, "operation")
		cell.N = phrase.Count(int(v.States), "state")
	}
	ink.MarkOn(c, b, cell)
}

// keys is the legend of a matrix: what is in it, and nothing else.
func (m *matrix) keys() (keys []ink.Key) {
	all := m.all()
	some := func(what func(*results.Verdict) bool) bool { return slices.ContainsFunc(all, what) }
	cell := func(label string, v *results.Verdict) {
		const width, height vg.Length = 15, 10.5
		keys = append(keys, ink.Key{Label: label, Width: width, Sign: func(c draw.Canvas, left vg.Point) {
			drawVerdict(c, ink.Rect(left.X, left.Y-height/2, left.X+width, left.Y+height/2), v)
		}})
	}
	letter := func(label, sign string) {
		f := ink.Bold(ink.TextSize, ink.Muted)
		keys = append(keys, ink.Key{Label: label, Width: f.Width(sign), Sign: func(c draw.Canvas, left vg.Point) { f.Level(c, left.X, left.Y, 0, sign) }})
	}
	if some(proved) {
		cell("proved", &results.Verdict{Verdict: results.Proved, AsExpected: true})
	}
	for _, k := range words.Kinds() {
		if some(words.Violates(k)) {
			cell(k.Name, &results.Verdict{Verdict: results.Violation, Kind: k.Name, AsExpected: true})
		}
	}
	if some(func(v *results.Verdict) bool { return violated(v) && len(words.KindsOf(v)) > 2 }) {
		letter("more kinds", "+")
	}
	if some(func(v *results.Verdict) bool { return !proved(v) && !violated(v) }) {
		cell("search incomplete", &results.Verdict{Verdict: results.Incomplete, AsExpected: true})
	}
	if len(all) < len(m.designs)*len(m.scenarios) {
		letter("not run", "–")
	}
	if some(func(v *results.Verdict) bool { return !v.AsExpected }) {
		keys = append(keys, ink.Key{Label: "not as expected", Width: 15, Sign: func(c draw.Canvas, left vg.Point) {
			b := ink.Rect(left.X, left.Y-4.7, left.X+15, left.Y+4.7)
			ink.Fill(c, ink.Dark, b)
			ink.Fill(c, ink.Paper, inset(b, 1.7))
		}})
	}
	for _, r := range remarks() {
		if some(func(v *results.Verdict) bool { return !violated(v) && slices.Contains(remarksOf(v), r) }) {
			letter(r.says, r.letter)
		}
	}
	return keys
}
