package suite_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/suite"
)

// withHook has the test program call TestMain as authors should; else it is one whose
// author forgot.
const withHook = "DAXWAIT_SUITE_HOOK"

func TestMain(m *testing.M) {
	if os.Getenv(withHook) != "" {
		suite.TestMain(m, dying())
	}
	os.Exit(m.Run())
}

// dying is a design that panics in a goroutine of its own, which ends a program.
func dying() *suite.Design {
	return &suite.Design{Name: "dying", New: func(daxcore.Room) daxcore.EntryLock {
		return dies{daxcore.Kernel(daxcore.Policy{})}
	}}
}

type dies struct{ daxcore.EntryLock }

func (d dies) Unlock(daxcore.Task, *daxcore.Mapping, uint64, daxcore.Entry) {
	go func() { panic("no more") }()
	select {}
}

// where is how it is told that a design has died.
var where = regexp.MustCompile(`panicked: no more, at suite/broken_test\.go:\d+`)

// TestBenchOfADyingDesign: with the hook it is a result, without it the line to add is
// said before the program ends.
func TestBenchOfADyingDesign(t *testing.T) {
	t.Setenv(withHook, "1")
	out, err := author(t, "dying", "-test.run=^$", "-test.bench=OfAnAuthor", "-test.benchtime=1x")
	if err == nil || !where.MatchString(out) || !strings.Contains(out, "--- FAIL: BenchmarkOfAnAuthor/pattern=pte-same") ||
		!regexp.MustCompile(`(?m)strategy=exclusive\S*\s+1\s.* ops/s`).MatchString(out) {
		t.Errorf("%v, and says\n%s", err, out)
	}
	t.Setenv(withHook, "")
	out, err = author(t, "dying", "-test.run=^TestSays$", "-test.v")
	if err == nil || !strings.Contains(out, "add func TestMain(m *testing.M) { suite.TestMain(m, mine()) }") {
		t.Errorf("%v, and says\n%s", err, out)
	}
}

// TestSays is another test's.
func TestSays(t *testing.T) {
	if os.Getenv(underTest) == "" {
		t.Skip("another test runs it in a process of its own")
	}
	suite.Test(t, dying())
}

// TestTestOfADyingDesign: each scenario fails with the line.
func TestTestOfADyingDesign(t *testing.T) {
	if testing.Short() {
		t.Skip("as many processes as scenarios")
	}
	t.Setenv(withHook, "1")
	out, err := author(t, "dying", "-test.run=^TestOfAnAuthor$", "-test.v")
	if n := len(where.FindAllString(out, -1)); err == nil || n < 50 || strings.Contains(out, "PASS: TestOfAnAuthor/entry") {
		t.Errorf("%v, told %d times, and says\n%s", err, n, out)
	}
	out, err = author(t, "dying", "-test.run=^TestJudgeOfAnAuthor$", "-test.v")
	if err != nil || !where.MatchString(out) {
		t.Errorf("%v, and says\n%s", err, out)
	}
}

// TestJudgeOfAnAuthor is another test's.
func TestJudgeOfAnAuthor(t *testing.T) {
	name := os.Getenv(underTest)
	if name == "" {
		t.Skip("another test runs it in a process of its own")
	}
	v, err := suite.Judge(t.Context(), named(t, name), suite.Options{MaxStates: 100, Schedules: 1})
	if err != nil || v.Safe || len(v.NoVerdict) == 0 {
		t.Fatalf("%v, %+v", err, v)
	}
	t.Log(v.NoVerdict[0].Why)
}
