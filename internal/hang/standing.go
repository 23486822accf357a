package hang

import (
	"slices"

	"daxwait/internal/dump"
	"daxwait/strategies"
)

// Doing is what a task of a text is found at.
type Doing string

// What tasks are found at.
const (
	Waits     Doing = "waits for an entry lock"
	Holds     Doing = "holds an entry"
	MayHold   Doing = "may hold an entry"
	Sleeps    Doing = "waits for something else"
	Spins     Doing = "spins"
	Died      Doing = "died"
	Warned    Doing = "was warned of"
	Elsewhere Doing = "is not in fs/dax"
)

// Standing is a task, and what its stack says of it.
type Standing struct {
	Task  *dump.Task `json:"-"`
	Name  string     `json:"task,omitempty"`
	PID   int        `json:"pid,omitempty"`
	State string     `json:"state,omitempty"`
	Line  int        `json:"line"`
	Doing Doing      `json:"doing"`
	// Role is of a task in fs/dax, Size the entry that a fault asks for, PTE or PMD.
	Role strategies.Role `json:"role,omitempty"`
	Size string          `json:"size,omitempty"`
	// At is the function that decides.
	At string `json:"at,omitempty"`
	// For is what it sleeps for, if that is no entry lock; Write if to write.
	For   string `json:"for,omitempty"`
	Write bool   `json:"write,omitempty"`
	// FileSystem is the one whose functions are in the stack.
	FileSystem string `json:"file_system,omitempty"`

	functions []string
}

// What is what the task does: a fault, PMD.
func (s *Standing) What() string {
	if s.Role == strategies.Fault && s.Size != "" {
		return string(s.Role) + ", " + s.Size
	}
	return string(s.Role)
}

// standingOf says what a task does.
func standingOf(t *dump.Task, all catalogue) *Standing {
	s := &Standing{Task: t, Name: t.Name, PID: t.PID, State: t.State, Line: t.Line, functions: t.Functions()}
	s.FileSystem = fileSystemOf(s.functions)
	f, at := s.entry(all)
	nearer := slices.DeleteFunc(slices.Clone(s.functions[:max(at, 0)]), dump.Scheduling)
	switch {
	case t.Why == dump.Mishap:
		s.Doing = Died
	case at >= 0 && s.Role == strategies.ReadWrite && len(nearer) == 0:
		s.Doing = Sleeps
		if t.Why == dump.Spun || !slept(s.functions) {
			s.Doing = Spins
		}
	case at >= 0 && f.Waits && len(nearer) == 0:
		s.Doing = Waits
	case at >= 0 && s.holds(f, nearer):
		s.Doing = Holds
		s.For, s.Write = placeOf(nearer)
	case slices.ContainsFunc(s.functions, func(name string) bool { return listed([]string{"memory_failure*", "mf_generic_*"}, name) }):
		s.Doing = MayHold
		s.For, s.Write = placeOf(s.functions)
	case t.Why == dump.Spun:
		s.Doing = Spins
	case at >= 0 && len(nearer) == 0 && f.Role == strategies.Scan:
		s.Doing, s.For = Sleeps, ofPin
	case at >= 0 && len(nearer) == 0 && f.Role == strategies.FaultOrRemoval:
		s.Doing, s.For = Sleeps, "nothing: "+s.At+" wakes others"
	case at >= 0:
		s.Doing = Sleeps
		s.For, s.Write = placeOf(append(nearer, s.functions[at:]...))
	default:
		s.elsewhere()
	}
	if s.For == "" && s.Doing == Sleeps && s.Role != strategies.ReadWrite {
		s.For, s.Write = placeOf(s.functions)
	}
	return s
}

// slept reports whether a stack shows that its task went to sleep.
func slept(functions []string) bool {
	return slices.ContainsFunc(functions, func(name string) bool { return name == "schedule" || name == "__schedule" })
}

// cut reports whether a task hangs, and its stack has no more than the way to sleep.
func (s *Standing) cut() bool {
	return s.State == "D" && !slices.ContainsFunc(s.functions, func(name string) bool { return !dump.Scheduling(name) })
}

// elsewhere is of a task that has no function of fs/dax.
func (s *Standing) elsewhere() {
	s.Doing = Elsewhere
	s.For, s.Write = placeOf(s.functions)
	for _, known := range []string{ofFolio, ofServer, ofRange, ofMM, ofFile, ofMappings, ofPin} {
		if s.For == known {
			s.Doing = Sleeps
		}
	}
	if len(s.functions) != 0 {
		s.At = s.functions[slices.IndexFunc(append(slices.Clone(s.functions), ""), func(n string) bool { return !dump.Scheduling(n) })%len(s.functions)]
	}
}

// entry finds the function of fs/dax, or around it, that is nearest to the sleep, and
// where it stands; -1 if there is none. Its callers say what the task does.
func (s *Standing) entry(all catalogue) (f strategies.Function, at int) {
	at = -1
	for i, name := range s.functions {
		g, n, known := all.named(name)
		known = known && g.Role != strategies.NoEntryLock
		switch {
		case known && at < 0:
			f, at = g, i
			s.Role, s.At = g.Role, n.Name
		case known && s.Role.Shared() && !g.Role.Shared() && (g.Waits || slices.Contains([]strategies.Role{strategies.Fault, strategies.Removal, strategies.Scan}, g.Role)):
			s.Role = g.Role
		}
		if known && s.Size == "" {
			s.Size = n.Size
		}
		if s.Size == "" {
			s.Size = faultedBy(name)
		}
	}
	return f, at
}

// faultedBy is the size of the fault that a function of mm calls for, or nothing.
func faultedBy(name string) string {
	switch name {
	case "create_huge_pmd", "wp_huge_pmd":
		return "PMD"
	case "do_fault", "__do_fault", "do_read_fault", "do_cow_fault", "do_shared_fault", "do_page_mkwrite", "do_wp_page", "wp_page_shared":
		return "PTE"
	}
	return ""
}

// holds reports whether a task that sleeps in what a function of fs/dax calls has its
// entry locked. A fault that is on its way to it and runs out of memory has not, nor
// has one that an exception or an interrupt has in its hands.
func (s *Standing) holds(f strategies.Function, nearer []string) bool {
	switch f.Role {
	case strategies.Fault:
		of, _ := placeOf(nearer)
		return len(nearer) == 0 || !(of == ofMemory && s.At == "grab_mapping_entry")
	case strategies.Writeback:
		return len(nearer) != 0 && s.At == "dax_writeback_one"
	}
	return false
}
