package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"daxwait/internal/phrase"
	"daxwait/plots"
	"daxwait/results"
	"daxwait/results/answers"
)

// record is one of a simulation; counts differ by strategy.
func record(pattern, strategy string, tasks int, ops int64) *results.Record {
	r := &results.Record{Schema: results.Schema, Engine: "sim", Pattern: pattern, Strategy: strategy, Tasks: tasks, VCPUs: 2, Profile: "default", Hold: "sleep", Loop: "closed", Seed: 1, Window: 1e7}
	for i := range int64(10) {
		s := results.Sample{Seconds: 1, Ops: ops + i, WaitP99: 5*ops + i}
		s.Counts.Sleeps, s.Counts.Woken, s.Counts.Resleeps = ops+3*i, ops+3*i, ops/10
		if strategy == "merged" {
			s.Counts.Sleeps *= 2
		}
		r.Samples = append(r.Samples, s)
	}
	r.Waits = []results.Bin{{NS: 0, Count: ops}, {NS: 4000, Count: ops}, {NS: 9000, Count: 20}}
	return r
}

// evidence has a chart of most kinds, a verdict of each, and a schedule.
func evidence() *Evidence {
	e := &Evidence{Baseline: "exclusive", Known: []string{"exclusive", "merged", "linux-5.2"}, Program: "daxwait"}
	e.Verdicts = []*results.Verdict{
		{Strategy: "exclusive", Scenario: "entry/pmd-meets-pte", Verdict: results.Proved, Bounds: results.Bounds{Tasks: 2, Operations: 2}, States: 20, Seconds: 0.1, AsExpected: true},
		{Strategy: "linux-5.2", Scenario: "entry/pmd-meets-pte", Verdict: results.Violation, Kind: "lost wakeup", Kinds: []string{"lost wakeup"}, Depth: 2, Schedule: "v1:linux-5.2:entry/pmd-meets-pte:01:0000", Bounds: results.Bounds{Tasks: 2, Operations: 2}, States: 30, AsExpected: true},
		{Strategy: "exclusive+put=never", Scenario: "entry/pmd-meets-pte", Verdict: results.Incomplete, Bounds: results.Bounds{Tasks: 2, Operations: 2}},
	}
	e.Schedules = []*results.Columns{{
		Strategy: "linux-5.2", Scenario: "entry/pmd-meets-pte", Schedule: "v1:linux-5.2:entry/pmd-meets-pte:01:0000", Kind: "lost wakeup",
		Tasks: []string{"F(0,B+1)", "F(9,B)"}, NoReturn: 2, Ending: "Task 1 sleeps on key B for ever.",
		Steps: []results.Step{
			{Task: 0, Does: []string{"locks pte B+1"}, After: []results.State{{Status: "ready", Holds: "pte B+1"}, {Status: "ready"}}},
			{Task: 1, Does: []string{"sleeps on key B", "<script>"}, After: []results.State{{Status: "ready", Holds: "pte B+1"}, {Status: "asleep", Key: "B"}}},
		},
	}}
	e.Sources = []answers.Source{
		{Name: "one", Records: []*results.Record{record("pte-same", "exclusive", 8, 1000), record("pte-same", "merged", 8, 900), record("mixed", "exclusive", 16, 1000), record("mixed", "merged", 16, 1200)}},
		{Name: "two", Records: []*results.Record{record("pte-groups", "exclusive", 2, 1000), record("pte-groups", "merged", 2, 900), record("pte-groups", "exclusive", 8, 2000), record("pte-groups", "merged", 8, 1500)}},
	}
	hung := record("mixed", "linux-5.2", 16, 500)
	hung.Hangs, hung.Samples[2].Hung = []string{"task 1 waits"}, true
	e.Sources[0].Records = append(e.Sources[0].Records, hung)
	e.Space, e.Validation, e.Machine, e.Profile = Section{ID: "space", Title: "Space"}, Section{ID: "validation", Title: "Validation"}, Section{ID: "machine", Title: "Machine"}, Section{ID: "profile", Title: "Profile"}
	e.Profile.Tables = []Table{{Caption: "Prices", Table: phrase.Table{Head: []string{"what", "takes"}, Rows: [][]string{{"walk", "100ns"}, {"wake", "1µs"}}, Right: []bool{false, true}}}}
	return e
}

func html(t *testing.T, e *Evidence) string {
	t.Helper()
	var b bytes.Buffer
	if err := New(e).writeHTML(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// embedded is the data of a page.
func embedded(t *testing.T, page string) (d data) {
	t.Helper()
	found := regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`).FindStringSubmatch(page)
	if found == nil {
		t.Fatal("the page has no data")
	}
	if err := json.Unmarshal([]byte(found[1]), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestWhole wants each figure that the records allow, and nothing from
// elsewhere.
func TestWhole(t *testing.T) {
	e := evidence()
	page := html(t, e)
	n := 0
	for _, s := range e.Sources {
		for _, f := range plots.Figures(s.Records, plots.Options{Baseline: e.Baseline, Digest: true}) {
			n++
			if !strings.Contains(page, `id="figure-`+s.Name+"-"+f.Name+`"`) || !strings.Contains(page, escaped(together(f.Caption))) {
				t.Errorf("%s of %s is not there", f.Name, s.Name)
			}
		}
	}
	r := New(e)
	if got := len(r.figures()); got != n+2 { // and two matrices
		t.Errorf("%d figures, want %d", got, n+2)
	}
	for _, f := range r.figures() {
		if !strings.HasPrefix(f.Command, "daxwait ") {
			t.Errorf("%s says no command: %q", f.Name, f.Command)
		}
	}
	for _, bad := range []string{"http://", "https://", "@import", "url(", " src=", "<link", "fetch(", "XMLHttpRequest", "ZgotmplZ"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %q in it", bad)
		}
	}
	if strings.Count(page, "<script") != 2 || strings.Contains(page, "sleeps on key B\n<script>") {
		t.Error("text from elsewhere became part of the page")
	}
}

// escaped is text as it stands in a page.
func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "'", "&#39;", "+", "&#43;").Replace(s)
}

// TestMarks wants number, interval and n of what can be pointed at.
func TestMarks(t *testing.T) {
	d := embedded(t, html(t, evidence()))
	for name, want := range map[string]markData{
		"one-counts":       {What: "merged in pte-same: sleeps", Value: "2.02", Interval: "2 to 2.04", N: "10"},
		"one-heatmap-ops":  {What: "merged in mixed: operations per second, and its change against exclusive", Value: "1200; +20 %", Interval: "1200 to 1210; [+20, +20]", N: "10"},
		"two-curves-tasks": {What: "merged at tasks = 8: operations per second", Value: "1500", Interval: "1500 to 1510", N: "10"},
		"one-survival":     {What: "exclusive in pte-same: share that waited longer than 4 µs", Value: "0.99 %", N: "2020 operations"},
		"matrix":           {What: "linux-5.2 in entry/pmd-meets-pte", Value: "VIOLATION: lost wakeup, in 2 steps", Interval: "2 tasks, 2 operations", N: "30 states"},
	} {
		found := false
		var near []string
		for _, m := range d.Marks[name] {
			plain := func(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
			if plain(m.What) == want.What {
				near = append(near, fmt.Sprintf("%+v", m))
				found = found || plain(m.Value) == want.Value && (want.Interval == "" && m.Interval != "" || plain(m.Interval) == want.Interval) && plain(m.N) == want.N && m.W > 0 && m.H > 0
			}
		}
		if !found {
			t.Errorf("%s has no mark %+v; of that name: %v; all %d", name, want, near, len(d.Marks[name]))
		}
	}
}

// TestAllHaveMarks wants numbers to point at in every figure but those of
// schedules, which are stepped through.
func TestAllHaveMarks(t *testing.T) {
	e := evidence()
	e.Sources[0].Records = append(e.Sources[0].Records, piled())
	d := embedded(t, html(t, e))
	kinds := map[string]bool{}
	for _, f := range New(e).figures() {
		kinds[strings.TrimRight(f.Name[strings.Index(f.Name, "-")+1:], "-0123456789")] = true
		if len(d.Marks[f.Name]) == 0 {
			t.Errorf("%s has nothing to point at", f.Name)
		}
	}
	for _, want := range []string{"counts", "survival", "heatmap-ops", "pileup", "curves-tasks", "changed"} {
		if !kinds[want] {
			t.Errorf("no %s among %v", want, kinds)
		}
	}
}

// piled is a record of a pile-up.
func piled() *results.Record {
	r := record("rocksdb", "linux-5.2", 5, 1000)
	r.Hangs = []string{"task 1 waits"}
	r.Pileups = []results.Pileup{{Ops: 10, Tasks: 5, Stops: []results.Stop{
		{Task: 3, Role: "reader", On: results.OnEntry, Lost: true, Behind: -1, NS: 1000},
		{Task: 1, Role: "mapper", On: "mmap_lock", Behind: 3, NS: 51_000},
		{Task: 4, Role: "ps", On: "mmap_lock", Behind: 1, NS: 401_000},
	}}}
	return r
}

// TestLeads holds what stands above data to say nothing of them: it is the same
// whatever they are, and names no design and no number.
func TestLeads(t *testing.T) {
	e := evidence()
	for i, s := range New(e).Sections {
		if other := New(&Evidence{Space: e.Space, Validation: e.Validation, Machine: e.Machine, Profile: e.Profile}).Sections[i]; s.Lead != other.Lead {
			t.Errorf("%s: %q depends on the data, and is no claim", s.ID, s.Lead)
		}
		if strings.ContainsAny(s.Lead, "0123456789") {
			t.Errorf("%s: a number in %q", s.ID, s.Lead)
		}
		for _, d := range e.Known {
			if strings.Contains(s.Lead, d) {
				t.Errorf("%s: %s in %q", s.ID, d, s.Lead)
			}
		}
	}
}

// TestFiguresFollow takes a source away, and gives two designs each other's
// records: no caption stays that is not of what there is.
func TestFiguresFollow(t *testing.T) {
	captions := func(e *Evidence) (all []string) {
		for _, f := range New(e).figures() {
			if f.Of != nil {
				all = append(all, f.Of.Name+": "+f.Caption)
			}
		}
		return all
	}
	e := evidence()
	e.Sources = e.Sources[1:]
	for _, c := range captions(e) {
		if !strings.HasPrefix(c, "two: ") || strings.Contains(c, "pte-same") {
			t.Errorf("without the first source, and still %s", c)
		}
	}
	swapped := evidence()
	for _, s := range swapped.Sources {
		for _, r := range s.Records {
			r.Strategy = map[string]string{"exclusive": "merged", "merged": "exclusive", "linux-5.2": "linux-5.2"}[r.Strategy]
		}
	}
	was := captions(evidence())
	for _, c := range captions(swapped) {
		if slices.Contains(was, c) && strings.Contains(c, "[") {
			t.Errorf("with the records of two designs swapped, and still %s", c)
		}
	}
}

// TestSchedulesThatAreOne: two designs that lose in the same way have one
// schedule, which names both.
func TestSchedulesThatAreOne(t *testing.T) {
	e := evidence()
	same := *e.Schedules[0]
	same.Strategy, same.Schedule = "linux-4.20-rc6", "v1:linux-4.20-rc6:entry/pmd-meets-pte:01:0000"
	other := same
	other.Strategy, other.Steps = "linux-5.3", same.Steps[:1]
	e.Schedules = append(e.Schedules, &same, &other)
	found := e.schedules()
	if len(found) != 2 || found[0].title() != "linux-5.2 and linux-4.20-rc6 in entry/pmd-meets-pte: lost wakeup, after 2 steps" || found[0].Command != "daxwait replay "+e.Schedules[0].Schedule {
		t.Errorf("%d: %+v", len(found), found[0])
	}
}

// TestBaselines: a source is compared with the first of its designs that never
// hung, unless another was asked for.
func TestBaselines(t *testing.T) {
	e := evidence()
	e.Baseline = ""
	s := &answers.Source{Name: "a/q5", Records: []*results.Record{piled(), record("rocksdb", "merged", 5, 900), record("rocksdb", "exclusive", 5, 1000)}}
	if got := e.baseline(s); got != "merged" {
		t.Errorf("compared with %s", got)
	}
	if got, want := e.run(s), "1 pattern, 3 designs, 5 tasks on 2 virtual CPUs, 10 samples of each case, compared with merged."; got.Name != "q5" || got.Says != want {
		t.Errorf("%+v, want %s", got, want)
	}
	if e.Baseline = "exclusive"; e.baseline(s) != "exclusive" {
		t.Error("not what was asked for")
	}
}

// TestClaims wants the facts of each claim in the data of the page, and each
// claim in all three forms.
func TestClaims(t *testing.T) {
	e := evidence()
	r := New(e)
	page := html(t, e)
	d := embedded(t, page)
	var text, md bytes.Buffer
	if err := errors.Join(r.writeText(&text), r.writeMarkdown(&md)); err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(strings.ReplaceAll(text.String(), "\n", " ")), " ")
	for i, a := range r.Answers {
		for k, c := range a.Claims {
			if got := d.Answers[i].Claims[k]; got.Text != c.Text || len(got.Facts) != len(c.Facts) {
				t.Errorf("the page's data have %q, want %q", got.Text, c.Text)
			}
			if !strings.Contains(page, escaped(c.Text)) {
				t.Errorf("the page lacks %q", c.Text)
			}
			if !strings.Contains(flat, strings.Join(strings.Fields(c.Text), " ")) {
				t.Errorf("the text lacks %q", c.Text)
			}
			if !strings.Contains(md.String(), escape(c.Text)) {
				t.Errorf("the Markdown lacks %q", c.Text)
			}
		}
	}
}

// TestText wants lines that mail does not break, and commands that can be
// copied from it.
func TestText(t *testing.T) {
	var b bytes.Buffer
	r := New(evidence())
	if err := r.writeText(&b); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	whole := strings.ReplaceAll(b.String(), "\\\n", "")
	for _, f := range r.figures() {
		for command := range strings.SplitSeq(f.Command, "\n") {
			if !strings.Contains(whole, "$ "+command+"\n") {
				t.Errorf("no %q", command)
			}
		}
	}
}

// TestFirstScreen wants a sentence of each answer in the first twenty lines of
// the text.
func TestFirstScreen(t *testing.T) {
	var b bytes.Buffer
	r := New(evidence())
	for i := range r.Answers {
		r.Answers[i].Claims = []answers.Claim{answers.Say("%s", "A sentence of "+strings.Repeat("many words ", 13)+"ends here. Another is not here.")}
	}
	if err := r.writeText(&b); err != nil {
		t.Fatal(err)
	}
	screen := strings.Join(strings.SplitAfter(b.String(), "\n")[:20], "")
	if n := strings.Count(screen, "ends here.\n"); n < 5 || strings.Contains(screen, "Another") {
		t.Errorf("%d of 6 answers on the first screen:\n%s", n, screen)
	}
	for _, a := range r.Answers {
		if !strings.Contains(b.String(), "\n"+a.ID+"  A sentence of many") {
			t.Errorf("no short answer to %s", a.ID)
		}
	}
}

// TestTextIsShort: steps of a task that are alike are a line, but not past the
// point of no return; prices are a sentence.
func TestTextIsShort(t *testing.T) {
	e := evidence()
	c := *e.Schedules[0]
	c.Steps, c.NoReturn = nil, 2
	for _, does := range []string{"goes on", "goes on", "goes on", "goes on", "sleeps"} {
		c.Steps = append(c.Steps, results.Step{Task: 0, Does: []string{does}, After: make([]results.State, 2)})
	}
	e.Schedules = []*results.Columns{&c}
	e.Profile.Tables[0].Pairs = true
	var b bytes.Buffer
	if err := New(e).writeText(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"  1-2  task 0 goes on\n  -- after this no schedule can prevent it --\n  3-4  task 0 goes on\n  5  task 0 sleeps\n",
		"Prices\n  walk 100ns; wake 1µs\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

// TestSame wants the same bytes twice, and files that are there whole.
func TestSame(t *testing.T) {
	var written [2][]string
	for i := range written {
		dir := t.TempDir()
		if err := New(evidence()).Write(nil, dir); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{HTMLFile, MarkdownFile, TextFile} {
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			written[i] = append(written[i], string(b))
		}
	}
	for i := range written[0] {
		if written[0][i] != written[1][i] {
			t.Errorf("file %d differs", i)
		}
	}
}

// TestNothing wants a report of nothing to say so.
func TestNothing(t *testing.T) {
	e := &Evidence{Space: Section{ID: "space", Title: "Space"}, Validation: Section{ID: "validation", Title: "Validation"}, Machine: Section{ID: "machine", Title: "Machine"}, Profile: Section{ID: "profile", Title: "Profile"}}
	r := New(e)
	for _, s := range r.Sections {
		if len(s.Claims) != 1 || !s.Claims[0].Missing || s.Claims[0].Command.None() {
			t.Errorf("%s: %+v", s.ID, s.Claims)
		}
	}
	if html(t, e) == "" {
		t.Error("no page")
	}
}
