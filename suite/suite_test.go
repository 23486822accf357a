package suite_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/bench/verdict"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
	"daxwait/strategies"
	"daxwait/suite"
)

func named(t testing.TB, name string) *suite.Design {
	t.Helper()
	if name == dying().Name {
		return dying()
	}
	found, err := strategies.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return found[0]
}

func TestJudge(t *testing.T) {
	if testing.Short() {
		t.Skip("it simulates")
	}
	for name, safe := range map[string]bool{"exclusive": true, "linux-5.2": false} {
		t.Run(name, func(t *testing.T) {
			v, err := suite.Judge(t.Context(), named(t, name), suite.Options{Schedules: 1, Window: 1e6})
			if err != nil {
				t.Fatal(err)
			}
			if v.Safe != safe || v.Design != name || len(v.Scenarios)+len(suite.LeftOut()) != len(daxtest.Scenarios()) {
				t.Errorf("%s: safe %v in %d scenarios: %s", v.Design, v.Safe, len(v.Scenarios), v.Summary)
			}
			if compared := len(v.Costs) != 0; compared == safe {
				t.Errorf("%d costs, not compared because %q", len(v.Costs), v.NotCompared)
			}
			oneStory(t, v)
		})
	}
}

// oneStory: the data, as JSON too, and both pages say the same, and schedules can
// be replayed.
func oneStory(t *testing.T, v *suite.Verdict) {
	t.Helper()
	var text, markdown bytes.Buffer
	if err := errors.Join(v.WriteText(&text, "go run ."), v.WriteMarkdown(&markdown, "go run .")); err != nil {
		t.Fatal(err)
	}
	inJSON, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back verdict.Data
	if err := json.Unmarshal(inJSON, &back); err != nil || !reflect.DeepEqual(&back, v.Data) {
		t.Errorf("%v: the JSON form is another verdict: %s", err, inJSON)
	}
	if !strings.Contains(text.String(), "\n"+strings.ToUpper(v.Summary)+"\n") || !strings.Contains(markdown.String(), "\n## "+v.Summary+"\n") {
		t.Errorf("%q is no heading of\n%s\n%s", v.Summary, text.String(), markdown.String())
	}
	tickets := regexp.MustCompile(`v1:\S+`)
	shown := tickets.FindAllString(text.String(), -1)
	if !slices.Equal(shown, tickets.FindAllString(markdown.String(), -1)) || (len(shown) == 0) != v.Safe {
		t.Errorf("text and Markdown do not show the same schedules: %q", shown)
	}
	var all []string
	for _, s := range v.Scenarios {
		if (s.Schedule != "") != (s.Verdict == results.Violation) {
			t.Errorf("%s: %s with the schedule %q", s.Scenario, s.Verdict, s.Schedule)
		}
		if s.Schedule != "" {
			all = append(all, s.Schedule)
			replays(t, s)
		}
	}
	for _, s := range shown {
		if !slices.Contains(all, s) {
			t.Errorf("the page shows %s, which is not in the data", s)
		}
	}
	for _, c := range v.Costs {
		row := regexp.MustCompile(`(?m)^\| ` + c.Pattern + ` \| ` + c.Hold + ` \|.*\| ` + c.Word + ` \|`)
		if !row.MatchString(markdown.String()) {
			t.Errorf("no row is like %v in\n%s", row, markdown.String())
		}
	}
}

// replays wants a schedule to lose as its verdict says.
func replays(t *testing.T, v *results.Verdict) {
	t.Helper()
	ticket, err := check.ParseTicket(v.Schedule)
	if err != nil {
		t.Fatal(err)
	}
	sc, err := daxtest.ScenarioNamed(ticket.Scenario)
	if err != nil {
		t.Fatal(err)
	}
	design := named(t, ticket.Strategy)
	if _, err := ticket.Replayed(design, sc, 0); err != nil {
		t.Errorf("%s: %v", v.Schedule, err)
	}
	if lost, err := check.Judge(sc, design.EntryLock, ticket.Schedule); err != nil || lost.Kind.String() != v.Kind {
		t.Errorf("%s: %v, %v; want a %s", v.Schedule, lost, err, v.Kind)
	}
}

func TestJudgeIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	v, err := suite.Judge(ctx, named(t, "exclusive"), suite.Options{})
	if !errors.Is(err, context.Canceled) || v.Safe || len(v.Scenarios) != 0 || len(v.NoVerdict)+len(suite.LeftOut()) != len(daxtest.Scenarios()) {
		t.Errorf("%v, %+v", err, v.Data)
	}
	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	v, err = suite.Judge(ctx, named(t, "exclusive"), suite.Options{Watch: check.Watch{Done: cancel}})
	if !errors.Is(err, context.Canceled) || v.Safe || len(v.Scenarios) == 0 || len(v.NoVerdict) == 0 || v.NotCompared == "" {
		t.Errorf("after the first search: %v, %+v", err, v.Data)
	}
	var page bytes.Buffer
	if err := v.WriteText(&page, "go run ."); err != nil || !strings.Contains(page.String(), "NO VERDICT IN ") {
		t.Errorf("%v, the page says\n%s", err, page.String())
	}
}

// TestLeftOut: designs lose in all that is left out, and in all else there is one
// that is said to be safe.
func TestLeftOut(t *testing.T) {
	out := suite.LeftOut()
	for _, sc := range daxtest.Scenarios() {
		hopeless := slices.Contains(out, sc.Name)
		proved := slices.ContainsFunc(strategies.Names(), func(name string) bool { return sc.Expected(name) == nil })
		if proved == hopeless {
			t.Errorf("%s: a design is proved: %v; it is left out: %v", sc.Name, proved, hopeless)
		}
		if !hopeless {
			continue
		}
		cells := check.Cells([]*strategies.Strategy{named(t, strategies.Baseline)}, []*daxtest.Scenario{sc}, check.Limits{MaxStates: 50_000})
		check.Search(t.Context(), cells, 2, check.Watch{}, nil)
		if c := cells[0]; c.Err != nil || c.Verdict.Verdict != results.Violation {
			t.Errorf("%s: %v, %v", sc.Name, c.Verdict, c.Err)
		}
	}
	if len(out) == 0 {
		t.Error("no scenario is left out")
	}
}

// underTest has the test program test or bench that design, as its author does.
const underTest = "DAXWAIT_SUITE_DESIGN"

func TestOfAnAuthor(t *testing.T) {
	name := os.Getenv(underTest)
	if name == "" {
		t.Skip("other tests run it in a process of its own")
	}
	suite.Test(t, named(t, name))
}

func BenchmarkOfAnAuthor(b *testing.B) {
	name := os.Getenv(underTest)
	if name == "" {
		b.Skip("a test runs it in a process of its own")
	}
	suite.Bench(b, named(b, name), "pte-same")
}

// author runs the test program with a design.
func author(t *testing.T, design string, flags ...string) (string, error) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), program, flags...)
	c.Env = append(os.Environ(), underTest+"="+design)
	out, err := c.CombinedOutput()
	return string(out), err
}

// TestALosingDesignFails with the schedule that loses in each scenario, and in no
// scenario else.
func TestALosingDesignFails(t *testing.T) {
	out, err := author(t, "linux-5.2", "-test.run=^TestOfAnAuthor$", "-test.v")
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
		t.Fatalf("%v: a losing design passes:\n%s", err, out)
	}
	for _, sc := range daxtest.Scenarios() {
		_, says, ran := strings.Cut(out, "=== RUN   TestOfAnAuthor/"+sc.Name+"\n")
		says, _, _ = strings.Cut(says, "=== RUN")
		loses := strings.Contains(out, "--- FAIL: TestOfAnAuthor/"+sc.Name+" ")
		if ran == sc.Hopeless() {
			t.Errorf("%s was searched: %v", sc.Name, ran)
		}
		if want := ran && sc.Expected("linux-5.2") != nil; loses != want {
			t.Errorf("%s fails: %v, want %v", sc.Name, loses, want)
		}
		if replay := "to step through it: go run . replay v1:linux-5.2:" + sc.Name + ":"; strings.Contains(says, replay) != loses {
			t.Errorf("%s: want %q if it fails:\n%s", sc.Name, replay, says)
		}
	}
}

func TestASafeDesignPasses(t *testing.T) {
	if testing.Short() {
		t.Skip("as long as the search of a losing one")
	}
	if out, err := author(t, "exclusive", "-test.run=^TestOfAnAuthor$", "-test.v"); err != nil || !strings.Contains(out, "--- PASS: TestOfAnAuthor/entry/pmd-meets-pte ") {
		t.Errorf("%v:\n%s", err, out)
	}
}

// TestBenchMeasuresBoth: the design and upstream, an operation a second or more.
func TestBenchMeasuresBoth(t *testing.T) {
	out, err := author(t, "merged", "-test.run=^$", "-test.bench=OfAnAuthor", "-test.benchtime=1x")
	if err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	for _, design := range []string{strategies.Baseline, "merged"} {
		line := regexp.MustCompile(`(?m)^BenchmarkOfAnAuthor/pattern=pte-same\S*/strategy=` + design + `\S*\s+1\s.*\s[1-9]\S* ops/s.*$`)
		if found := line.FindString(out); found == "" || strings.Contains(found, " ns/op") || !strings.Contains(found, " vns/op") {
			t.Errorf("no line is like %v in\n%s", line, out)
		}
	}
}
