package plots

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
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

// rounds returns how many rounds there were at a place, and how many hung.
func (s *set) rounds(g results.Group, strategy string) (hung, of int64) {
	if r := s.at[place{g, strategy}]; r != nil {
		for i := range r.Samples {
			if w := &r.Samples[i]; w.Rounds > 0 {
				hung, of = hung+min(max(0, w.HungRounds), w.Rounds), of+w.Rounds
			}
		}
	}
	return hung, of
}

// hangs draws the share of rounds that hung.
func (s *set) hangs() (figures []*Figure) {
	with := slices.DeleteFunc(slices.Clone(s.groups), func(g results.Group) bool {
		return !slices.ContainsFunc(s.strategies, func(name string) bool { _, of := s.rounds(g, name); return of > 0 })
	})
	if s.digest { // of those alone in which somebody hung
		with = slices.DeleteFunc(with, func(g results.Group) bool {
			return !slices.ContainsFunc(s.strategies, func(name string) bool { hung, _ := s.rounds(g, name); return hung > 0 })
		})
	}
	for i, groups := range sheetsOf(with) {
		var tiles []*dots
		top, least, most := 0.0, math.MaxInt, 0
		for _, g := range groups {
			t := s.hangTile(g)
			for _, v := range t.values {
				top, least, most = max(top, v.value.Hi), min(least, v.value.N), max(most, v.value.N)
			}
			tiles = append(tiles, t)
		}
		for _, t := range tiles {
			t.top = min(1, top*1.06)
		}
		figures = append(figures, dotSheet(sheet{
			name: sheetName("hangs", i), title: s.hangsFinding(groups), footer: s.footer,
			subtitle: "Share of rounds after which tasks slept for ever, all samples together. " + sampleSize(int64(least), int64(most), "rounds a point") +
				". Lines, where wider than the mark: 95" + phrase.NBSP + "% Wilson interval, as if rounds were independent. All tiles have one scale.",
		}, s.strategies, tiles))
	}
	return figures
}

// hangTile has the shares of a group.
func (s *set) hangTile(g results.Group) *dots {
	t := &dots{title: s.label(g), what: "rounds that hung", rows: len(s.strategies), format: percent}
	for row, name := range s.strategies {
		hung, of := s.rounds(g, name)
		if of == 0 {
			n, _ := s.rowNote(g, name, false)
			n.row = row
			t.notes = append(t.notes, n)
			continue
		}
		lo, hi := wilson(hung, of)
		t.values = append(t.values, dot{row, measure{"", draw.CircleGlyph{}, 2.4, 0}, compare.Interval{
			Value: float64(hung) / float64(of), Lo: lo, Hi: hi, N: int(of),
		}, LookOf(name, s.strategies).Color})
		f := face{smallSize, false, muted}
		if hung > 0 {
			f = face{smallSize, true, alarm}
		}
		t.notes = append(t.notes, note{row, fmt.Sprintf("%d/%d", hung, of), f})
	}
	return t
}
