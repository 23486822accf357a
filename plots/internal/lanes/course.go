package lanes

import (
	"slices"
	"strconv"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// course is what happens in a schedule.
type course struct{ *results.Columns }

// state returns what a task is doing after step i, from 0; before the first it
// is ready.
func (s course) state(i, task int) results.State {
	if i < 0 || i >= len(s.Steps) || task >= len(s.Steps[i].After) {
		return results.State{Status: "ready"}
	}
	return s.Steps[i].After[task]
}

// woken returns the tasks that a step wakes: those that it says it does, and
// those that slept before it and do not after it.
func (s course) woken(i int, st results.Step) (tasks []int) {
	for _, phrase := range st.Does {
		words := strings.FieldsFunc(phrase, func(r rune) bool { return r == ' ' || r == ',' })
		at := slices.Index(words, "wakes")
		if at < 0 {
			continue
		}
		for _, w := range words[at+1:] {
			n, err := strconv.Atoi(w)
			switch {
			case err == nil && n >= 0 && n < len(s.Tasks) && n != st.Task:
				tasks = append(tasks, n)
				continue
			case w == "task" || w == "tasks" || w == "and":
				continue
			}
			break
		}
	}
	for n := range s.Tasks {
		if n != st.Task && s.state(i-1, n).Status == "asleep" && s.state(i, n).Status != "asleep" {
			tasks = append(tasks, n)
		}
	}
	slices.Sort(tasks)
	return slices.Compact(tasks)
}

// lost reports whether a task is one that the violation loses.
func (s course) lost(task int) bool {
	status := s.state(len(s.Steps)-1, task).Status
	switch s.Kind {
	case "lost wakeup", "lock cycle":
		return status == "asleep" || status == "blocked"
	case "livelock":
		return status != "finished"
	}
	return false
}

// turning says what cannot be avoided after the point of no return.
func (s course) turning() string {
	var lost []string
	for n := range s.Tasks {
		if s.lost(n) {
			lost = append(lost, strconv.Itoa(n))
		}
	}
	switch len(lost) {
	case 0:
		return "from here no schedule can avoid it"
	case 1:
		return "from here no schedule can save task" + phrase.NBSP + lost[0]
	default:
		return "from here no schedule can save tasks" + phrase.NBSP + phrase.List(lost, "and")
	}
}

// endOf says in few words what a task is doing at the end.
func (s course) endOf(task int) string {
	now := s.state(len(s.Steps)-1, task)
	text := now.Status
	if s.lost(task) && s.Kind != "livelock" {
		text += " for ever"
	}
	if now.Status == "asleep" && now.Key != "" {
		text += ", " + strings.ReplaceAll(waitsOn(now.Key), " ", phrase.NBSP)
	}
	if now.Holds != "" {
		text += ", holds" + phrase.NBSP + now.Holds
	}
	return text
}
