package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// wilson returns the 95 % score interval of a share of k in n (E. B. Wilson,
// Probable inference, the law of succession, and statistical inference, 1927).
func wilson(k, n int64) (lo, hi float64) {
	if n <= 0 || k < 0 || k > n {
		return 0, 1
	}
	const z = 1.959963984540054
	p, m := float64(k)/float64(n), float64(n)
	middle := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	lo, hi = max(0, middle-half), min(1, middle+half)
	// At the ends the formula gives 0 and 1 but for rounding.
	if k == 0 {
		lo = 0
	}
	if k == n {
		hi = 1
	}
	return lo, hi
}

// hangs is a chart of the share of rounds that hung.
type hangs struct {
	// clean has it show patterns, too, in which none hung.
	clean bool
}

func (hangs) name() string { return "hangs" }

func (h hangs) figures(s *stats) (figures []*ink.Figure) {
	with := s.with(s.groups, func(g results.Group, name string) bool {
		hung, of := s.rounds(g, name)
		return hung > 0 || of > 0 && h.clean
	})
	for i, groups := range sheetsOf(with) {
		var tiles []*dots
		top, least, most := 0.0, math.MaxInt, 0
		for _, g := range groups {
			t := h.tile(s, g)
			for _, v := range t.values {
				top, least, most = max(top, v.value.Hi), min(least, v.value.N), max(most, v.value.N)
			}
			tiles = append(tiles, t)
		}
		for _, t := range tiles {
			t.top = min(1, top*1.06)
		}
		figures = append(figures, dotSheet(ink.Sheet{
			Name: ink.SheetName("hangs", i), Title: h.finding(s, groups), Keys: s.unfinishedKeys(groups), Footer: s.footer,
			Subtitle: "Share of rounds after which tasks slept for ever, all samples together. " + sampleSize(int64(least), int64(most), "rounds a point") +
				". Lines, where wider than the mark: 95" + phrase.NBSP + "% Wilson interval, as if rounds were independent. All tiles have one scale.",
		}, s.strategies, tiles))
	}
	return figures
}

// tile has the shares of a group.
func (hangs) tile(s *stats, g results.Group) *dots {
	t := &dots{title: s.label(g), what: "rounds that hung", rows: len(s.strategies), format: phrase.Share}
	for row, name := range s.strategies {
		hung, of := s.rounds(g, name)
		if of == 0 {
			t.absent(s, row, g, name)
			continue
		}
		lo, hi := wilson(hung, of)
		t.values = append(t.values, dot{row, measure{"", draw.CircleGlyph{}, 2.4, 0}, compare.Interval{
			Value: float64(hung) / float64(of), Lo: lo, Hi: hi, N: int(of),
		}, s.look(name).Color})
		f := ink.Plain(ink.SmallSize, ink.Muted)
		if hung > 0 {
			f = ink.Bold(ink.SmallSize, ink.Alarm)
		}
		t.notes = append(t.notes, note{row, fmt.Sprintf("%d/%d", hung, of), f})
	}
	return t
}

// finding says who hung most often.
func (hangs) finding(s *stats, groups []results.Group) string {
	var r words.Rounds
	share := 0.0
	for _, name := range s.strategies {
		hungAny, ran := false, false
		for _, g := range groups {
			hung, of := s.rounds(g, name)
			if of == 0 {
				continue
			}
			ran, hungAny = true, hungAny || hung > 0
			if p := float64(hung) / float64(of); p > share {
				share, r.Worst, r.Where, r.Hung, r.Rounds = p, name, s.label(g), hung, of
			}
			_, hi := wilson(hung, of)
			r.Bound = max(r.Bound, hi)
		}
		switch {
		case ran && hungAny:
			r.Run++
		case ran:
			r.Run, r.Never = r.Run+1, r.Never+1
		}
	}
	return words.OfRounds(&r)
}
