package daxtest

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/daxcore"
)

// verb is a kind of operation.
type verb struct {
	name string
	// indexes is how many arguments it takes that are indexes; access: r or w
	// comes behind them.
	indexes int
	access  bool
	// maps: it needs the task's mapping of the file; sync: with MAP_SYNC.
	maps, sync bool
	// journal: it is for worlds with a journal.
	journal bool
	// threads: tasks are threads of one process.
	threads bool
	// closes: it drops the task's reference to the file; byPage: it needs none.
	closes, byPage bool
	// uses is what it uses that others may use at the same time.
	uses Uses
	// holds: "until" may stand behind it.
	holds bool
	// check, if any, says what is wrong with the indexes.
	check func(n []uint64) error
	run   func(w *daxcore.World, t daxcore.Task, a *arguments)
}

// arguments are those of an operation.
type arguments struct {
	n     []uint64
	write bool
	until int
}

// verbs returns all there are.
func verbs() []verb {
	return slices.Concat(entryVerbs(), mmVerbs(), inodeVerbs(), journalVerbs())
}

// verbNamed returns the verb of that name, or nil.
func verbNamed(name string) *verb {
	all := verbs()
	if i := slices.IndexFunc(all, func(v verb) bool { return v.name == name }); i >= 0 {
		return &all[i]
	}
	return nil
}

func verbNames() []string {
	var names []string
	for _, v := range verbs() {
		names = append(names, v.name)
	}
	return names
}

// arguments reads what stands between the brackets.
func (v *verb) arguments(text string) (*arguments, error) {
	a := &arguments{write: v.sync}
	var words []string
	if text != "" {
		words = strings.Split(text, ",")
	}
	if v.access && len(words) == v.indexes+1 {
		last := strings.TrimSpace(words[v.indexes])
		if last != "r" && last != "w" {
			return nil, fmt.Errorf("access %q: want r or w", last)
		}
		a.write = last == "w"
		words = words[:v.indexes]
	}
	for _, word := range words {
		n, err := ParseIndex(word)
		if err != nil {
			return nil, err
		}
		a.n = append(a.n, n)
	}
	if len(a.n) != v.indexes {
		return nil, fmt.Errorf("%d arguments, want %d", len(a.n), v.indexes)
	}
	if v.check != nil {
		if err := v.check(a.n); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// inOrder is the check of a range.
func inOrder(n []uint64) error {
	if n[0] > n[1] {
		return fmt.Errorf("it ends before it begins")
	}
	return nil
}

// hold is the time between lock and unlock: none, or until a task is done.
func (a *arguments) hold(t daxcore.Task) {
	if w, ok := t.(interface{ Until(task int) }); ok && a.until >= 0 {
		w.Until(a.until)
	}
}
