package footprint

import (
	"fmt"
	"strings"

	"daxwait/daxcore/step"
)

// Words says what a search may leave out, in sentences without an end; none if
// nothing.
func (f *Footprint) Words() (say []string) {
	if f.Movers == nil {
		return nil
	}
	for _, m := range []struct {
		is   func(m step.OpMovers) bool
		what string
	}{
		{func(m step.OpMovers) bool { return m.Tables }, "the page-table lock is the task's own: %s"},
		{func(m step.OpMovers) bool { return m.Invalidate }, "nobody takes invalidate_lock alone: faults of %s"},
		{func(m step.OpMovers) bool { return m.Mmap }, "nobody takes mmap_lock alone: %s"},
		{func(m step.OpMovers) bool { return m.Inserts }, "nobody sees how a locked entry is filled in: %s"},
	} {
		if ids := f.having(m.is); len(ids) != 0 {
			say = append(say, fmt.Sprintf(m.what, numbered(ids)))
		}
	}
	for _, group := range f.Equal {
		say = append(say, numbered(group)+" are equal")
	}
	return say
}

// having are the tasks that have an operation with some movers.
func (f *Footprint) having(is func(step.OpMovers) bool) (ids []int) {
	for id, ops := range f.Movers.Ops {
		for _, m := range ops {
			if is(m) {
				ids = append(ids, id)
				break
			}
		}
	}
	return ids
}

func numbered(ids []int) string {
	text := strings.Trim(strings.ReplaceAll(fmt.Sprint(ids), " ", ", "), "[]")
	if len(ids) == 1 {
		return "task " + text
	}
	return "tasks " + text
}
