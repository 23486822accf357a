package docs_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

var rewrite = flag.Bool("update", false, "write the figures of the pages as results/reference has them")

// measured are the pages whose figures come from results/reference. Each figure
// has its source behind it, in a comment that a reader of the page does not see:
//
//	−68 %<!--= q1-pairs /pattern:pte-groups /tasks:64 ; merged/exclusive ops/s -->
//
// is a folder, a filter of its records, two designs and a metric. A word before
// the folder says which figure it is: change, where there is none; role NAME, that of
// one role; worst and best of the changes; count OUTCOME of them; times, the ratio;
// median, of one design; hung, its rounds or windows; value and range, the median over
// windows and their range in a unit; piles, of its pile-ups. A figure that comes from
// elsewhere has <!--~ and the word where from.
var measured = []string{"findings.md", "machines.md", "q1.md", "q2.md", "q3.md", "q4.md", "q5.md", "q6.md", "../README.md"}

// told is what a figure can look like.
const told = `(?:` + bound + `(?: \[[^\]]*\])?|\[[0-9.,]+, [0-9.,]+\]|×[0-9.]+|[0-9][0-9,.]*(?: of [0-9][0-9,.]*)?|even|the same run|not told apart, ` + bound + ` to ` + bound + `|the mix moves|hung in every window|nowhere)`
const bound = `[+−]?(?:[0-9][0-9.]* %|×[0-9.]+|\?)`

var (
	sourced = regexp.MustCompile(`(` + told + `)<!--= (.*?) -->`)
	foreign = regexp.MustCompile(told + `<!--~ .*? -->`)
	bare    = regexp.MustCompile(`[+−][0-9.]+ %|×[0-9][0-9.]*`)
	fences  = regexp.MustCompile("(?s)```.*?```")
	code    = regexp.MustCompile("`[^`]*`")
)

// TestFigures makes each figure of a page again from the records that it names,
// and wants a source behind each.
func TestFigures(t *testing.T) {
	from := sources{}
	for _, page := range measured {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		again := sourced.ReplaceAllStringFunc(text, func(s string) string {
			part := sourced.FindStringSubmatch(s)
			want, err := from.figure(part[2])
			switch {
			case err != nil:
				t.Errorf("%s: %s: %v", page, part[2], err)
			case want != part[1] && !*rewrite:
				t.Errorf("%s says %q, and the records %q: %s", page, part[1], want, part[2])
			case want != part[1]:
				return want + strings.TrimPrefix(s, part[1])
			}
			return s
		})
		if n := strings.Count(text, "<!--= "); n != len(sourced.FindAllString(text, -1)) {
			t.Errorf("%s: %d sources, of which some follow no figure", page, n)
		}
		rest := code.ReplaceAllString(fences.ReplaceAllString(foreign.ReplaceAllString(sourced.ReplaceAllString(text, ""), ""), ""), "")
		for _, s := range bare.FindAllString(rest, -1) {
			t.Errorf("%s: %q has no source", page, s)
		}
		if *rewrite && again != text {
			if err := os.WriteFile(page, []byte(again), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// sources are the folders of the reference results that were read, and what was
// compared in them.
type sources map[string]any

func kept[T any](s sources, key string, find func() (T, error)) (T, error) {
	if v, ok := s[key]; ok {
		return v.(T), nil
	}
	v, err := find()
	if err == nil {
		s[key] = v
	}
	return v, err
}

var kinds = []string{"change", "role", "worst", "best", "count", "times", "median", "hung", "value", "range", "piles"}

// figure is what a source gives.
func (s sources) figure(source string) (string, error) {
	place, what, ok := strings.Cut(source, " ; ")
	words := strings.Fields(place)
	if !ok || len(words) == 0 {
		return "", fmt.Errorf("want FOLDER FILTER ; DESIGNS METRIC")
	}
	kind, outcome := "change", ""
	if slices.Contains(kinds, words[0]) {
		kind, words = words[0], words[1:]
	}
	if kind == "count" || kind == "role" {
		outcome, words = words[0], words[1:]
	}
	all, err := kept(s, words[0], func() ([]*results.Record, error) {
		r, _, err := results.Read(filepath.Join("../results/reference", words[0]))
		return r, err
	})
	if err != nil {
		return "", err
	}
	filter, err := results.ParseFilter(strings.Join(words[1:], " "))
	if err != nil {
		return "", err
	}
	if !strings.Contains(place, "/variant:") {
		all = results.Base(all)
	}
	chosen, err := filter.Records(all)
	if err != nil {
		return "", err
	}
	asked := strings.Fields(what)
	switch kind {
	case "value", "range":
		return value(chosen, asked, kind == "range")
	case "piles":
		return piled(chosen, asked)
	}
	if kind == "hung" {
		return hung(chosen, asked[0])
	}
	metric := results.MetricNamed(asked[1])
	if metric == nil {
		return "", fmt.Errorf("no metric %q", asked[1])
	}
	if kind == "median" {
		return median(chosen, asked[0], metric)
	}
	design, base, _ := strings.Cut(asked[0], "/")
	changes, err := kept(s, words[0]+" "+base+" "+metric.Name, func() ([]compare.Change, error) { return compare.Compare(all, base, metric), nil })
	if err != nil {
		return "", err
	}
	groups := results.Groups(chosen)
	changes = slices.DeleteFunc(slices.Clone(changes), func(c compare.Change) bool {
		return c.Strategy != design || !slices.Contains(groups, c.Group)
	})
	if len(changes) == 0 || (kind == "change" || kind == "times" || kind == "role") && len(changes) != 1 {
		return "", fmt.Errorf("%d cases", len(changes))
	}
	switch kind {
	case "count":
		return count(changes, outcome)
	case "role":
		for _, r := range changes[0].Roles {
			if r.Role == outcome+" operations" {
				return change(&compare.Change{Outcome: r.Outcome, Ratio: r.Ratio}), nil
			}
		}
		return "", fmt.Errorf("no role %q in %v", outcome, changes[0].Roles)
	case "times":
		return "×" + phrase.Brief(changes[0].Ratio.Value), nil
	case "worst", "best":
		return extreme(changes, kind == "best")
	}
	return change(&changes[0]), nil
}

// change is how a page tells one.
func change(c *compare.Change) string {
	plain := func(v float64) string { return strings.ReplaceAll(phrase.Change(v), phrase.NBSP, " ") }
	switch {
	case c.Outcome == compare.Same:
		return "the same run"
	case c.Outcome == compare.Mixed:
		return "the mix moves"
	case c.Outcome == compare.Even:
		return "even"
	case !c.Clear():
		return "not told apart, " + plain(c.Ratio.Lo) + " to " + plain(c.Ratio.Hi)
	}
	return plain(c.Ratio.Value)
}

// extreme is the change that is the worst or the best of those that are told.
func extreme(changes []compare.Change, best bool) (string, error) {
	var found *compare.Change
	for i := range changes {
		c := &changes[i]
		if c.Clear() && (c.Outcome == compare.Better) == best && (found == nil || (c.Ratio.Value > found.Ratio.Value) == (best == c.Metric.HigherBetter)) {
			found = c
		}
	}
	if found == nil {
		return "nowhere", nil
	}
	return change(found), nil
}

func count(changes []compare.Change, outcome string) (string, error) {
	names := map[string]compare.Outcome{
		"worse": compare.Worse, "better": compare.Better, "even": compare.Even, "same": compare.Same, "untold": compare.Untold, "mixed": compare.Mixed,
	}
	want, ok := names[outcome]
	if !ok {
		return "", fmt.Errorf("no outcome %q", outcome)
	}
	n := 0
	for i := range changes {
		if changes[i].Outcome == want {
			n++
		}
	}
	return fmt.Sprintf("%d of %d", n, len(changes)), nil
}

func median(records []*results.Record, design string, m *results.Metric) (string, error) {
	var found []string
	for _, r := range records {
		if v := r.Values(m); r.Strategy == design && len(v) != 0 {
			found = append(found, phrase.Brief(compare.Median(v).Value))
		}
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%d records", len(found))
	}
	return found[0], nil
}

func hung(records []*results.Record, design string) (string, error) {
	var n, of int64
	for _, r := range records {
		for i := range r.Samples {
			switch s := &r.Samples[i]; {
			case r.Strategy != design:
			case s.Rounds != 0:
				n, of = n+s.HungRounds, of+s.Rounds
			default:
				of++
				if s.Hung {
					n++
				}
			}
		}
	}
	if of == 0 {
		return "", fmt.Errorf("no windows")
	}
	return commas(n) + " of " + commas(of), nil
}

func commas(n int64) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", commas(n/1000), n%1000)
}
