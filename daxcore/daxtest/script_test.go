package daxtest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

var update = flag.Bool("update", false, "rewrite the transcripts of the scenarios")

// TestScripts plays the schedules that scenarios give, with the strategies they
// name, and wants the transcripts that follow. Steps of tasks that cannot take
// one are passed over; then everybody runs on, the lowest task first.
func TestScripts(t *testing.T) {
	for _, s := range daxtest.Scenarios() {
		if len(s.Plays) == 0 {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			for i, p := range s.Plays {
				for _, name := range p.Strategies {
					got := play(t, s, name, p.Schedule)
					if *update && name == p.Strategies[0] {
						s.Plays[i].Transcript = got
					}
					if want := s.Plays[i].Transcript; got != want {
						t.Errorf("%s, line %d, %s: now\n%s", s.Name, p.Line, name, got)
					}
				}
			}
			if *update {
				rewrite(t, s)
			}
		})
	}
}

// rewrite puts the transcripts of s into its file.
func rewrite(t *testing.T, s *daxtest.Scenario) {
	file := filepath.Join("scenarios", s.Name+".txt")
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	inTranscript := false
	for i, line := range strings.Split(strings.TrimRight(string(old), "\n"), "\n") {
		if inTranscript = inTranscript && line != ""; inTranscript {
			continue
		}
		fmt.Fprintln(&out, line)
		if p := slices.IndexFunc(s.Plays, func(p daxtest.Play) bool { return p.Line == i+1 }); p >= 0 {
			out.WriteString(s.Plays[p].Transcript)
			inTranscript = true
		}
	}
	if err := os.WriteFile(file, []byte(out.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}

func play(t *testing.T, sc *daxtest.Scenario, strategy, schedule string) string {
	list, err := strategies.Find(strategy)
	if err != nil {
		t.Fatal(err)
	}
	st := daxtest.NewStepper(sc.World(list[0].EntryLock), sc.Tasks)
	defer st.Stop()
	st.Describe = daxtest.FormatIndex
	for _, c := range strings.ReplaceAll(schedule, " ", "") {
		_ = st.Step(int(c - '0')) // a task that cannot step is passed over
	}
	if err := st.Finish(); err != nil {
		t.Fatal(err)
	}
	return st.Transcript()
}
