package fs

import (
	"fmt"
	"strings"
)

// Waiting says in words what a task waits for, of the journal or of a page
// lock, and who has it; ok is false if for neither. It is for reports, while no
// task runs.
func (j *Journal) Waiting(id int) (what string, ok bool) {
	for _, w := range j.Pages.queue {
		if int(w.id) == id {
			return fmt.Sprintf("page %d of the ordinary file, which task %d has locked", w.page, j.Pages.holder[w.page]-1), true
		}
	}
	for _, w := range j.queue {
		switch {
		case int(w.id) != id:
		case w.why == toDrain:
			return "the last handle of the transaction that it commits, of " + j.holders(id), true
		case w.why == toStart:
			return fmt.Sprintf("a handle, while task %d commits and lets nobody in", j.committer-1), true
		default:
			return fmt.Sprintf("the commit by task %d", j.committer-1), true
		}
	}
	return "", false
}

// holders says who has handles; the task that asks is "itself".
func (j *Journal) holders(id int) string {
	var who []string
	for other, n := range j.nested {
		switch {
		case n == 0 || j.queues(other, toStart):
		case other == id:
			who = append(who, "itself")
		default:
			who = append(who, fmt.Sprintf("task %d", other))
		}
	}
	return strings.Join(who, " and ")
}

func (j *Journal) queues(id int, why journalWait) bool {
	for _, w := range j.queue {
		if int(w.id) == id && w.why == why {
			return true
		}
	}
	return false
}

// SleepsOn says it in few words; nothing if it waits for nothing here.
func (j *Journal) SleepsOn(id int) string {
	for _, w := range j.Pages.queue {
		if int(w.id) == id {
			return fmt.Sprintf("page %d", w.page)
		}
	}
	for _, w := range j.queue {
		if int(w.id) == id {
			return [...]string{toStart: "a handle", toDrain: "handles", forEnd: "a commit"}[w.why]
		}
	}
	return ""
}
