package plots

import (
	"fmt"
	"slices"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
)

// measured fills a row of a tile with the medians of metrics at a place, and
// says in it what no mark can show.
func (d *dots) measured(s *stats, row int, g results.Group, strategy string, kinds []measure, metrics []*results.Metric) {
	measured := false
	for i, m := range metrics {
		if v, ok := s.median(g, strategy, m); ok {
			d.values = append(d.values, dot{row, kinds[i], v, s.look(strategy).Color})
			measured = true
		}
	}
	if measured {
		d.partly(s, row, g, strategy)
		return
	}
	d.absent(s, row, g, strategy)
}

// absent says in a row why there is no value.
func (d *dots) absent(s *stats, row int, g results.Group, strategy string) {
	why := s.absence(g, strategy)
	f := ink.Face{Size: 7, Color: ink.Muted}
	if why == "hung" || s.unfinished(g, strategy) == why {
		f.Bold, f.Color = true, ink.Alarm
	}
	d.notes = append(d.notes, note{row, why, f})
}

// partly says in a row how many windows hung beside those that were measured, and of a
// design that was run again how it did not finish then.
func (d *dots) partly(s *stats, row int, g results.Group, strategy string) {
	hung, of := s.hungWindows(g, strategy)
	if hung > 0 && s.at[place{g, strategy}].Samples[0].Rounds == 0 {
		d.notes = append(d.notes, note{row, hungShare(hung, of), ink.Bold(ink.SmallSize, ink.Alarm)})
	}
	if how := s.unfinished(g, strategy); how != "" {
		d.notes = append(d.notes, note{row, how, ink.Bold(ink.SmallSize, ink.Alarm)})
	}
}

// hungShare says how often a place hung.
func hungShare(hung, of int64) string {
	if of == 0 {
		return "hung"
	}
	return fmt.Sprintf("hung %d/%d", hung, of)
}

// sizes says how many samples are behind the points of a chart.
func sizes(s *stats, groups []results.Group, m *results.Metric) string {
	least, most := s.samples(groups, m)
	if most == 0 {
		return "no samples"
	}
	return sampleSize(int64(least), int64(most), "samples a point")
}

// intervals says what the bars of medians are.
func intervals(s *stats, groups []results.Group, m *results.Metric) string {
	what := "Lines, where wider than the mark: 95" + phrase.NBSP + "% interval of the median by order statistics"
	if least, most := s.samples(groups, m); most > 0 && least < 6 {
		return what + ", the range where n < 6"
	}
	return what
}

// sampleSize says how many there are of what, at least and at most.
func sampleSize(least, most int64, what string) string {
	size := phrase.Number(float64(most))
	if least != most {
		size = phrase.Number(float64(least)) + " to " + size
	}
	return "n = " + size + " " + what
}

// perSheet is how many tiles a sheet has at most.
const perSheet = 12

// sheetsOf cuts a list of groups into sheets.
func sheetsOf(groups []results.Group) [][]results.Group {
	return slices.Collect(slices.Chunk(groups, perSheet))
}
