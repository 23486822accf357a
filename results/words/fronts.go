package words

import (
	"fmt"
	"io"
	"slices"
	"time"

	"daxwait/internal/phrase"
	"daxwait/results/compare"
)

// OfFronts says which design of the catalogue is on most fronts.
func OfFronts(fronts []compare.Front) string {
	on := map[string]int{}
	best, most := "", 0
	for _, f := range fronts {
		for i := range f.Members {
			if s, own := f.Members[i].Name(); own {
				if on[s]++; on[s] > most {
					best, most = s, on[s]
				}
			}
		}
	}
	if best == "" {
		return "No design of the catalogue is on a front of throughput, tail and wakeups"
	}
	return fmt.Sprintf("%s is on the front of throughput, tail and wakeups in %d of %s", best, most, phrase.Count(len(fronts), "pattern"))
}

// WriteFronts names who is on the front of each pattern.
func WriteFronts(w io.Writer, fronts []compare.Front) error {
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
