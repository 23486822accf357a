package words

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// roles counts names, in the order in which they first come.
func roles(names []string) string {
	var order []string
	count := map[string]int{}
	for _, n := range names {
		if count[n] == 0 {
			order = append(order, n)
		}
		count[n]++
	}
	for i, n := range order {
		if count[n] > 1 {
			order[i] = fmt.Sprintf("%d %ss", count[n], n)
		} else if n != "ps" {
			order[i] = "the " + n
		}
	}
	return strings.Join(order, ", ")
}

// pileups says how one lost wakeup became many tasks.
func (f *findings) pileups() {
	for _, r := range f.records {
		var spreads, losses []float64
		var first *results.Pileup
		for i := range r.Pileups {
			p := &r.Pileups[i]
			ns, lost := p.First()
			if p.Behind() == 0 || !lost {
				continue // nobody stopped behind a loss
			}
			if first == nil {
				first = p
			}
			losses = append(losses, float64(ns))
			spreads = append(spreads, float64(p.Spread()))
		}
		if first == nil {
			continue
		}
		var stopped []string
		for _, s := range first.Stops {
			stopped = append(stopped, s.Role)
		}
		loss, spread := compare.Median(losses), compare.Median(spreads)
		f.note("%s in %s: a wakeup was lost after %s (median of %s, %s to %s), and %s later (%s to %s) all had stopped that ever did: in the first, %s of %d tasks, %s.%s",
			r.Strategy, r.Pattern, phrase.Time(loss.Value), phrase.Count(len(losses), "pile-up"), phrase.Time(slices.Min(losses)), phrase.Time(slices.Max(losses)),
			phrase.Time(spread.Value), phrase.Time(slices.Min(spreads)), phrase.Time(slices.Max(spreads)),
			fmt.Sprint(len(first.Stops)), first.Tasks, roles(stopped), going(first))
	}
}

func going(p *results.Pileup) string {
	if len(p.Going) == 0 {
		return ""
	}
	verb := "goes"
	if len(p.Going) > 1 {
		verb = "go"
	}
	return " Of the rest, " + roles(p.Going) + " " + verb + " on."
}

// OfPileup says how many tasks of a pile-up stopped, behind how many lost
// wakeups and within how long. Of all pile-ups, by rising length, it is the one
// in the middle.
func OfPileup(p *results.Pileup, label string, all []*results.Pileup) string {
	lost := len(p.Stops) - p.Behind()
	title := fmt.Sprintf("%s: %d of %d tasks stopped behind %s, within %s", label, p.Behind(), p.Tasks,
		phrase.Either(lost, "one lost wakeup", fmt.Sprintf("%d lost wakeups", lost)), phrase.Time(float64(p.Spread())))
	if len(all) < 2 {
		return title
	}
	least, most := all[0].Spread(), all[len(all)-1].Spread()
	return title + fmt.Sprintf(" (median of %d pile-ups, %s to %s)", len(all), phrase.Time(float64(least)), phrase.Time(float64(most)))
}
