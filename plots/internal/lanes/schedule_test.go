package lanes

import (
	"fmt"
	"strings"
	"testing"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink/inktest"
	"daxwait/results"
)

// story makes columns of lines of "TASK does; does | states", where states are
// of each task: r ready, f finished, b blocked, s KEY asleep, h ENTRY holding.
func story(c results.Columns, lines ...string) *results.Columns {
	for _, l := range lines {
		does, after, _ := strings.Cut(l, " | ")
		var st results.Step
		fmt.Sscan(does, &st.Task)
		st.Does = strings.Split(does[2:], "; ")
		for state := range strings.SplitSeq(after, ", ") {
			letter, of, _ := strings.Cut(state, " ")
			var now results.State
			switch letter {
			case "r":
				now.Status = "ready"
			case "f":
				now.Status = "finished"
			case "b":
				now.Status = "blocked"
			case "s":
				now.Status, now.Key = "asleep", of
			case "h":
				now.Status, now.Holds = "ready", of
			}
			st.After = append(st.After, now)
		}
		c.Steps = append(c.Steps, st)
	}
	return &c
}

func lostWakeup() *results.Columns {
	return story(results.Columns{
		Strategy: "linux-5.2", Scenario: "invalidations-of-pmd", Schedule: "0:3 1:2 2:4 1 0:2", Kind: "lost wakeup",
		Entries: "pmd B", Tasks: []string{"F(0,B+1)", "I(B)", "F(0,B+9)"}, NoReturn: 6,
		Ending: "Task 2 sleeps on key B+9 for ever. Task 1 removed the PMD entry of B and woke key B only: with the entry gone the keys of its indexes are their own, so that nobody who waited for the entry at B+9 is found any more.",
	},
		"0 finds pmd B unlocked; locks pmd B | h pmd B, r, r",
		"1 finds pmd B locked; sleeps on key B | h pmd B, s B, r",
		"2 finds pmd B locked; sleeps on key B+9, because the entry it met was looked up at its own index | h pmd B, s B, s B+9",
		"0 unlocks pmd B; wakes 1 | r, r, s B+9",
		"0 finishes | f, r, s B+9",
		"1 locks pmd B; looks again | f, h pmd B, s B+9",
		"1 removes pmd B; wakes nobody: key B has no waiters | f, r, s B+9",
		"1 finishes | f, f, s B+9",
	)
}

func longStory() *results.Columns {
	c := results.Columns{
		Strategy: "linux-4.20-rc1", Scenario: "writeback/behind-invalidation", Schedule: strings.Repeat("0123450123", 14), Kind: "lock cycle",
		Entries: "pte B+1 dirty, pte B+2 dirty, pmd C", Tasks: []string{"F(0,B+1)", "I(B)", "F(0,B+9)", "W(B,B+511)", "D(B,B+511)", "P(B+1,w) P(B+2,w)"}, NoReturn: 31,
		Ending: "Tasks 2 and 4 hold what the other one waits for.",
	}
	var lines []string
	state := strings.Fields("r r r r r r")
	for i := range 40 {
		n := (i*5 + i/7) % 6
		does := "looks again at what there is"
		for m, s := range state {
			if m != n && s[0] == 's' && i%3 == 0 {
				does, state[m] = fmt.Sprintf("unlocks what it holds; wakes %d", m), "r"
				if m == 5 {
					state[0] = "r"
					does = "wakes 0 and 5"
				}
				break
			}
		}
		switch {
		case i > 34 && n != 2 && n != 4:
			does, state[n] = "finishes", "f"
		case i > 30 && (n == 2 || n == 4):
			does, state[n] = "blocks on the page lock", "b"
		case strings.HasPrefix(does, "unlocks"):
			state[n] = "r"
		case i%4 == 1:
			does, state[n] = fmt.Sprintf("locks pte B+%d", n), fmt.Sprintf("h_pte_B+%d", n)
		case i%4 == 2 && state[n] == "r":
			does, state[n] = fmt.Sprintf("sleeps on key B+%d", n), fmt.Sprintf("s_B+%d", n)
		}
		lines = append(lines, fmt.Sprintf("%d %s | %s", n, does, strings.ReplaceAll(strings.ReplaceAll(strings.Join(state, ", "), "_", " "), "pte B", "pte B")))
	}
	return story(c, lines...)
}

func TestSchedule(t *testing.T) {
	for _, c := range []*results.Columns{lostWakeup(), longStory()} {
		f := Schedule(c)
		inktest.Tidy(t, f)
		inktest.Keep(t, f)
	}
}

func TestScheduleSays(t *testing.T) {
	f := Schedule(lostWakeup())
	if want := "linux-5.2 loses a wakeup in invalidations-of-pmd, after 8 steps"; f.Caption != want {
		t.Errorf("title %q, want %q", f.Caption, want)
	}
	for text, want := range map[string]bool{
		"asleep for ever, key" + phrase.NBSP + "B+9": true, "holds an entry": true, "asleep": true, "wakes": true, "blocked by a lock": false,
	} {
		if inktest.Says(f, text) != want {
			t.Errorf("%q is on the chart: %v", text, !want)
		}
	}
	s := newSequence(lostWakeup())
	if got, want := s.turning(), "from here no schedule can save task"+phrase.NBSP+"2"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for i, want := range map[int]string{0: "[]", 3: "[1]", 6: "[]"} {
		if got := fmt.Sprint(s.steps[i].wakes); got != want {
			t.Errorf("step %d wakes %s, want %s", i+1, got, want)
		}
	}
}

func TestScheduleOfOddColumns(t *testing.T) {
	long := strings.Repeat("very-long-", 40)
	for _, c := range []*results.Columns{
		{},
		{Strategy: "a", Scenario: "b/c d", Kind: "panic", Tasks: []string{"F(0,B)"}, NoReturn: 9},
		story(results.Columns{Strategy: "a", Scenario: "b", Kind: "two holders", Tasks: []string{"x", "y"}, NoReturn: 2},
			"0 "+long+" "+long+"; locks "+long+" | h "+long, "1 sleeps; wakes 0, 1 and 7 | h e, s "+long, "7 nobody | r", "0 waits | b, r"),
		story(results.Columns{Strategy: "a", Scenario: "b", Kind: "livelock", Schedule: long, Entries: long, Ending: long, Tasks: []string{long, "", long, "", "", ""}, NoReturn: 1}, "5 <&>", "4 x"),
	} {
		inktest.Tidy(t, Schedule(c))
	}
}
