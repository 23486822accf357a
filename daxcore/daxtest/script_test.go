package daxtest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

var update = flag.Bool("update", false, "rewrite the transcripts in testdata")

// TestScripts plays the schedules in testdata. A script sets
//
//	entries:   what the file has at first
//	tasks:     an operation for each task
//	schedule:  who takes the next step
//	strategy:  names; the transcript that follows ---- is the same for all
//
// and each strategy line plays what is set by then. Digits of tasks that
// cannot step are passed over; then everybody runs on, the lowest task first.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			script, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := rewrite(t, string(script))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if got != string(script) {
				t.Errorf("%s: transcript differs; now:\n%s", file, got)
			}
		})
	}
}

// rewrite returns the script with the transcripts as they are.
func rewrite(t *testing.T, script string) string {
	set := map[string]string{}
	var out strings.Builder
	inTranscript := false
	for line := range strings.Lines(script) {
		line = strings.TrimSuffix(line, "\n")
		if inTranscript && line != "" {
			continue
		}
		inTranscript = false
		fmt.Fprintln(&out, line)
		if key, value, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, "#") {
			set[key] = strings.TrimSpace(value)
		}
		if line == "----" {
			inTranscript = true
			list, err := strategies.Find(set["strategy"])
			if err != nil {
				t.Fatal(err)
			}
			var first string
			for i, s := range list {
				transcript := play(t, s, set)
				if i == 0 {
					first = transcript
					out.WriteString(transcript)
				} else if transcript != first {
					t.Errorf("%s differs from %s:\n%s", s.Name, list[0].Name, transcript)
				}
			}
		}
	}
	return out.String()
}

func play(t *testing.T, s *strategies.Strategy, set map[string]string) string {
	ops, err := daxtest.ParseTasks(set["tasks"])
	if err != nil {
		t.Fatal(err)
	}
	w, err := daxtest.NewWorld(s.EntryLock(), len(ops), set["entries"])
	if err != nil {
		t.Fatal(err)
	}
	st := daxtest.NewStepper(w, ops)
	defer st.Stop()
	st.Describe = daxtest.FormatIndex
	for _, c := range strings.ReplaceAll(set["schedule"], " ", "") {
		_ = st.Step(int(c - '0')) // a task that cannot step is passed over
	}
	if err := st.Finish(); err != nil {
		t.Fatal(err)
	}
	return st.Transcript()
}
