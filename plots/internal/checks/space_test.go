package checks

import (
	"fmt"
	"testing"

	"daxwait/plots/internal/ink"
	"daxwait/plots/internal/ink/inktest"
)

// someSpace is all designs of some decisions, about as a checker finds them.
func someSpace() *SpaceData {
	d := &SpaceData{
		Decisions: []string{"key", "wake-on-removal", "wake-how-many", "recheck", "PMD-to-PTE", "requeue"},
		Values: [][]string{
			{"index", "PMD index", "entry", "hash"}, {"none", "own key", "both keys"}, {"one", "all", "next"}, {"yes", "no"}, {"wait", "fall back", "split"}, {"never", "always"},
		},
		Footer: "3 to 4 tasks, 24 scenarios",
	}
	var walk func(choice []int)
	walk = func(choice []int) {
		if n := len(choice); n < len(d.Values) {
			for v := range d.Values[n] {
				walk(append(choice[:n:n], v))
			}
			return
		}
		if choice[0] == 3 && choice[4] == 2 {
			return
		}
		safe := choice[1] > 0 && (choice[0] != 0 || choice[1] == 2) && (choice[2] == 1 || choice[3] == 0) && (choice[4] == 0 || choice[5] == 0 || choice[2] == 1)
		d.Designs = append(d.Designs, SpaceDesign{Choice: choice, Safe: safe, Incomplete: choice[0] == 3 && choice[5] == 1 && choice[2] == 2})
	}
	walk(nil)
	return d
}

func largeSpace() *SpaceData {
	d := &SpaceData{}
	for i := range 10 {
		d.Decisions = append(d.Decisions, fmt.Sprint("decision-number-", i))
		d.Values = append(d.Values, []string{"a", "never so", "value", "a-longer-value", "another one"})
	}
	for i := range 1000 {
		var c []int
		for j := range 10 {
			c = append(c, (i*(j+3)/7+i*j)%5)
		}
		d.Designs = append(d.Designs, SpaceDesign{Choice: c, Safe: c[3] != 1 && c[4] != c[5], Incomplete: i%301 == 0})
	}
	return d
}

func TestSpace(t *testing.T) {
	for i, d := range []*SpaceData{someSpace(), largeSpace()} {
		f := Space(d)
		f.Name = ink.SheetName(f.Name, i)
		inktest.Tidy(t, f)
		inktest.Keep(t, f)
	}
}

func TestSpaceFinding(t *testing.T) {
	two := func(designs ...SpaceDesign) *SpaceData {
		return &SpaceData{Decisions: []string{"key", "wake"}, Values: [][]string{{"a", "b"}, {"one", "all"}}, Designs: designs}
	}
	of := func(key, wake int, safe bool) SpaceDesign { return SpaceDesign{Choice: []int{key, wake}, Safe: safe} }
	open := SpaceDesign{Choice: []int{1, 1}, Incomplete: true}
	for _, c := range []struct {
		data *SpaceData
		want string
	}{
		{&SpaceData{}, "No design was checked"},
		{two(of(0, 0, true)), "The one design is safe"},
		{two(of(0, 0, true), of(0, 1, true)), "All 2 designs are safe"},
		{two(of(0, 0, false)), "The one design is not safe"},
		{two(of(0, 0, false), open), "None of 2 designs is known to be safe"},
		{two(of(0, 0, true), of(0, 1, true), of(1, 0, false), of(1, 1, false)), "2 of 4 designs are safe, none with key = b"},
		{two(of(0, 0, true), of(0, 1, true), of(1, 0, true), of(1, 1, false)), "3 of 4 designs are safe; 1 pair of values never is"},
		{two(of(0, 0, true), of(0, 1, false), of(1, 0, false), open), "1 of 4 designs is safe; 2 pairs of values never are"},
	} {
		if got := Space(c.data).Caption; got != c.want {
			t.Errorf("got:  %s\nwant: %s", got, c.want)
		}
		inktest.Tidy(t, Space(c.data))
	}
}

func TestSpaceLegend(t *testing.T) {
	d := someSpace()
	for _, text := range []string{"all safe", "percent safe", "none safe", "not known", "no such design"} {
		if !inktest.Says(Space(d), text) {
			t.Errorf("%q is not in the legend", text)
		}
	}
	for i := range d.Designs {
		d.Designs[i].Safe, d.Designs[i].Incomplete = true, false
	}
	for _, text := range []string{"percent safe", "none safe", "not known"} {
		if inktest.Says(Space(d), text) {
			t.Errorf("%q is in the legend", text)
		}
	}
}

func TestOddSpaces(t *testing.T) {
	long := "a-name-that-goes-on-and-on-and-on-and-on-and-on-and-on"
	for _, d := range []*SpaceData{
		{Values: [][]string{{"a"}, {}, {"b", "c"}}, Designs: []SpaceDesign{{Choice: []int{0, 0, 1}, Safe: true}, {Choice: []int{-1, 7}}, {}}},
		{Decisions: []string{long, long, long}, Values: [][]string{{long, long}, {long}, {long, long, long}}, Designs: []SpaceDesign{{Choice: []int{0, 0, 0}}}},
		{Decisions: []string{"x", "y"}, Values: [][]string{{"only"}}, Designs: []SpaceDesign{{Choice: []int{0}, Safe: true}, {Choice: []int{0}}}},
	} {
		inktest.Tidy(t, Space(d))
	}
}
