package hang

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/command"
	"daxwait/internal/dump"
	"daxwait/internal/phrase"
	"daxwait/strategies"
)

// How to find out what is missing.
const (
	askStacks  = `for t in /proc/[0-9]*/task/[0-9]*; do echo "$t/stack:"; cat $t/stack; done   # as root: the stacks of all tasks`
	askLog     = "dmesg | grep -n -E 'Oops|BUG|WARNING|blocked for more'                 # what was before the hang"
	askVersion = "cat /proc/version; cat /proc/version_signature                         # Debian and Ubuntu name upstream's release there"
)

// decide comes to a verdict.
func (a *Answer) decide(d *dump.Dump, p *pile) {
	a.Elsewhere = len(p.rest) - len(p.warned) - len(p.died)
	switch {
	case len(p.died) != 0 && len(p.waits)+len(p.mm)+len(p.behind) != 0:
		a.died(p)
	case len(p.waits) != 0:
		a.waits(d, p)
	case len(p.spins) != 0 && p.spins[0].Role == strategies.ReadWrite:
		a.spins(p)
	case len(p.holds) != 0:
		a.holders(p)
	case len(p.mm) != 0 && len(p.behind) == 0 && !p.sleepers():
		a.pileUp(p)
	case len(p.warned) != 0 && !p.known():
		a.warned(p)
	case p.known():
		a.noEntry(p)
	case len(p.died) != 0:
		a.died(p)
	default:
		a.nothing(d, p)
	}
	a.accidents(d, p)
}

// died: a task died with its entry locked.
func (a *Answer) died(p *pile) {
	a.Verdict, a.Deciding = Held, append(slices.Clone(p.died), p.waits...)
	a.Others = slices.Concat(p.mm, p.behind, p.others)
	a.Because = append(a.Because, fmt.Sprintf("%s died in fs/dax, in %s (line %d). A task that dies with an entry locked holds it for ever, and an entry lock has no owner that anybody could ask: who waits for it waits until the machine is started again.", p.died[0].who(), p.died[0].At, p.died[0].Line),
		"What killed it is the bug to look for. None of the lost wakeups is needed to explain the hang.")
}

// waits: tasks wait for entries.
func (a *Answer) waits(d *dump.Dump, p *pile) {
	a.Deciding = p.waits
	a.Others = slices.Concat(p.holds, p.mayHold, p.behind, p.mm, p.others)
	a.Because = append(a.Because, fmt.Sprintf("%s for an entry lock; the first is %s, in %s, which is nearest to the sleep.", phrase.CountOf(len(p.waits), "task waits", "tasks wait"), p.waits[0].What(), p.waits[0].At))
	a.fold(p)
	if len(p.holds) != 0 {
		a.Verdict = Held
		h := p.holds[0]
		a.Because = append(a.Because, fmt.Sprintf("%s is past its own wait, in %s: it has an entry locked, and sleeps for %s. If it is the entry that the others wait for, then that is the cause, and no wakeup was lost.", h.who(), h.At, h.sleepsFor()))
		a.Missing = append(a.Missing, "whether it is the same entry: stacks do not tell files and indexes; a capture does")
		a.Next = append(a.Next, command.Of("trace", "diagnose", "FILE"))
	}
	if odd := codeOf(p).odd(a.version()); odd != "" && !a.Distribution {
		a.Missing = append(a.Missing, odd)
	}
	suspects, hopeless := a.suspects(p)
	a.Suspects = append(suspects, hopeless...)
	switch {
	case a.Verdict == Held:
	case a.Kernel == "":
		a.Verdict = Open
		a.Missing = append(a.Missing, "which kernel it is")
		a.giveKernel()
		a.Ask = append(a.Ask, "uname -r; "+askVersion)
	case a.Design == "":
		a.Verdict = Open
		a.Missing = append(a.Missing, a.Kernel+" is not known to have entry locks, and a stack like this is of a kernel that has: say which it is")
		a.giveKernel()
	case len(suspects) != 0:
		a.Verdict = Lost
		a.lost(p)
	default:
		a.Verdict = Neither
		if len(hopeless) != 0 {
			a.Verdict = Unlikely
		}
		a.neither(p, hopeless)
	}
	if a.Distribution {
		a.distribution()
	}
	if a.Verdict != Held && !p.whole() {
		a.Missing = append(a.Missing, "whether a task holds the entry: the text has not the stacks of all tasks. A fault past its wait, in the journal or in the file system's allocation, holds one; then it is the cause, and no wakeup was lost")
		a.Ask = append(a.Ask, askStacks)
	}
	a.show(p)
}

// lost says how the first suspect loses.
func (a *Answer) lost(p *pile) {
	b := a.Suspects[0].bug
	a.Because = append(a.Because, fmt.Sprintf("%s of the text holds one.", map[bool]string{true: "None of all tasks", false: "No task"}[p.whole()]),
		strings.ToUpper(b.Loses[:1])+b.Loses[1:])
}

// neither says why no bug that is known does it.
func (a *Answer) neither(p *pile, hopeless []*Suspect) {
	role := p.waits[0].What()
	if !strategies.Before(a.version(), "6.17-rc1") {
		a.Missing = append(a.Missing, "what upstream changed after the middle of 2025, which is not known here")
	}
	says := fmt.Sprintf("No bug that is known leaves %s hanging in %s (%s of the catalogue, which loses nothing there): none of ours. So a task holds the entry, or it is a bug that nobody has found.", role, a.Kernel, a.Design)
	if len(hopeless) != 0 {
		says = fmt.Sprintf("The bugs of %s that leave %s hanging need what this text speaks against, below. So look for the task that holds the entry first.", a.Kernel, role)
	}
	a.Because = append(a.Because, says)
	if len(hopeless) == 0 {
		a.Ask = append(a.Ask, "# if no task holds it: send the stacks of all tasks, uname -r and the file system to nvdimm@lists.linux.dev and linux-fsdevel@vger.kernel.org")
	}
}

// spins: a read of no bytes.
func (a *Answer) spins(p *pile) {
	a.Deciding, a.Others = p.spins, slices.Concat(p.mm, p.behind, p.others)
	b, _ := strategies.BugNamed("the read of no bytes")
	a.Because = append(a.Because, fmt.Sprintf("%s runs in %s, and does not sleep. read(2) and write(2) wait for no entry lock.", p.spins[0].who(), p.spins[0].At))
	switch {
	case a.Kernel == "":
		a.Verdict = Open
		a.Missing = append(a.Missing, "which kernel it is: 5.15 to 5.19 spin for ever in a read of 0 bytes")
		a.giveKernel()
		a.Suspects = []*Suspect{a.suspect(b)}
	case b.In(a.version()) || a.Distribution && b.End().Lacking(a.version()):
		a.Verdict, a.Suspects = Spinning, []*Suspect{a.suspect(b)}
		a.Because = append(a.Because, b.Loses)
	default:
		a.Verdict = NoEntry
		a.Because = append(a.Because, a.Kernel+" does not have that bug: it spins for another reason, which is not known here.")
	}
	if a.Distribution {
		a.distribution()
	}
}

// holders: tasks sleep with an entry locked, and none waits for one.
func (a *Answer) holders(p *pile) {
	a.Verdict, a.Deciding = Held, p.holds
	a.Others = slices.Concat(p.mayHold, p.behind, p.mm, p.others)
	h := p.holds[0]
	a.Because = append(a.Because, fmt.Sprintf("%s is past its wait for an entry, in %s: it holds the entry, and sleeps for %s. What that waits for is the cause; no wakeup of fs/dax was lost.", h.who(), h.At, h.sleepsFor()))
	a.fold(p)
}

// pileUp: tasks wait for mmap_lock, and the one they wait for is not in the text.
func (a *Answer) pileUp(p *pile) {
	a.Verdict, a.Deciding = Open, p.mm
	a.Because = append(a.Because, fmt.Sprintf("%s for mmap_lock, not for an entry lock. That may be the pile-up behind one lost or held fault: the fault has mmap_lock for shared use, a task that maps queues behind it, and all else behind that, ps and top among them.", phrase.CountOf(len(p.mm), "task waits", "tasks wait")))
	a.Missing = append(a.Missing, "the one task that has mmap_lock: its stack is not in the text. Look for the one in fs/dax")
	a.Ask = append(a.Ask, askStacks)
}

// noEntry: tasks wait, but not for entries.
func (a *Answer) noEntry(p *pile) {
	a.Verdict, a.Others = NoEntry, slices.Clone(p.mm)
	for _, s := range append(slices.Clone(p.others), p.behind...) {
		if s.Doing == Elsewhere {
			a.Others = append(a.Others, s)
		} else {
			a.Deciding = append(a.Deciding, s)
		}
	}
	s := a.Deciding
	if len(s) == 0 {
		s = p.mm
	}
	for _, of := range s[:min(len(s), 3)] {
		a.Because = append(a.Because, fmt.Sprintf("%s waits for %s, which stands nearer to the sleep than any wait for an entry. %s", of.who(), of.sleepsFor(), notThis(of.For)))
	}
	a.Because = slices.Compact(a.Because)
}

// notThis says what a wait is not.
func notThis(of string) string {
	switch of {
	case ofFolio:
		return "A file with DAX has no folios in the page cache: this is none of ours. Look for the task that has the folio locked, or writes it."
	case ofServer:
		return "None of ours: look at the server, of virtiofs at virtiofsd on the host."
	case ofRange:
		return "The window of virtiofs is in use as a whole, and the task that frees ranges does not come on; no entry is locked meanwhile."
	case ofPin:
		return "Look for the task that has the page pinned, by direct I/O or RDMA. None of ours."
	case ofMappings:
		return "None of ours: look for the task that has it."
	case ofFile:
		return "Look for the task that has it: a fault has invalidate_lock for shared use while it waits for its entry, so a truncate or punch waits behind a fault that is lost."
	}
	return "None of ours."
}

// warned: fs/dax warns, and nobody hangs.
func (a *Answer) warned(p *pile) {
	a.Verdict, a.Deciding = NoEntry, p.warned
	for _, s := range p.warned[:min(len(p.warned), 3)] {
		a.Because = append(a.Because, fmt.Sprintf("A warning in line %d: no task of the text hangs. %s", s.Line, warningOf(s)))
	}
	if b, _ := strategies.BugNamed("the scan that passes its wake to the next index"); a.Kernel != "" && b.In(a.version()) && strings.Contains(strings.Join(a.Because, " "), "6.15.0 to 6.15.2") {
		a.Suspects = []*Suspect{a.suspect(b)}
	}
}

// warningOf says what is known of a warning that a task was the cause of, or nothing.
func warningOf(s *Standing) string {
	for _, name := range s.functions {
		switch {
		case strings.HasPrefix(name, "truncate_folio_batch_exceptionals"), strings.HasPrefix(name, "truncate_inode_pages_range"):
			return "truncate found that a DAX entry is still there: in 6.15.0 to 6.15.2 a scan skips the entry that it waited for, and loses the task behind it (dd59137bfe70)."
		case name == "get_next_unlocked_entry" || name == "get_unlocked_entry":
			return "The look-up of an entry found what is no DAX entry: a file system that takes a file for a DAX file that is none. Of erofs that was so in 2025, and mended there. It is no lost wakeup."
		case name == "dax_insert_entry" || name == "dax_associate_entry" || name == "dax_disassociate_entry":
			return "An entry was stored over another than the fault had locked, or a page has another file already: corruption, not a hang. Before 4.20 the unlock of lock-by-page did that on a tail page."
		}
	}
	if s.Role != "" {
		return "It is of " + s.At + "; what it means is not known here."
	}
	return ""
}

// nothing: no task of the text is known.
func (a *Answer) nothing(d *dump.Dump, p *pile) {
	a.Verdict = NoEntry
	if i := slices.IndexFunc(p.others, (*Standing).cut); i >= 0 {
		a.Verdict, a.Deciding = Open, p.others[i:i+1]
		a.Others = slices.Delete(slices.Clone(p.others), i, i+1)
		a.Because = append(a.Because, fmt.Sprintf("%s sleeps, and its stack ends before it says for what.", p.others[i].who()))
		a.Missing = append(a.Missing, "the rest of that stack")
		a.Ask = append(a.Ask, askStacks)
		return
	}
	var names []string
	a.Others = p.others
	for _, s := range slices.Concat(p.others, p.rest, p.spins) {
		if s.At != "" && !slices.Contains(names, s.At) && len(names) < 5 {
			names = append(names, s.At)
		}
	}
	a.Because = append(a.Because, fmt.Sprintf("No stack of the text has a function of fs/dax, or of what stands around it that is known here. Its tasks are in %s.", strings.Join(names, ", ")))
	a.Missing = append(a.Missing, "where else it hangs: none of ours, as far as the text tells")
}

// accidents tells of oopses above.
func (a *Answer) accidents(d *dump.Dump, p *pile) {
	told := 0
	for _, acc := range d.Accidents {
		if acc.Kind == "stuck CPU" || slices.ContainsFunc(a.Deciding, func(s *Standing) bool { return s.Line == acc.Line }) {
			continue
		}
		if told++; told > 3 {
			break
		}
		says := fmt.Sprintf("Line %d has: %s. ", acc.Line, acc.Says)
		i := slices.IndexFunc(p.warned, func(s *Standing) bool { return s.Line == acc.Line })
		switch {
		case i >= 0:
			says += warningOf(p.warned[i])
		case acc.Kind == "warning":
			says += "It is not of fs/dax."
		default:
			says += "A task that died inside its fault has its entry locked for ever: look there first."
		}
		a.Because = append(a.Because, says)
	}
}

// fold says which tasks wait behind others.
func (a *Answer) fold(p *pile) {
	if len(p.mm) == 0 {
		return
	}
	writers := 0
	var writer *Standing
	for _, s := range p.mm {
		if s.Write {
			writers++
			if writer == nil {
				writer = s
			}
		}
	}
	first := append(slices.Clone(p.waits), p.holds...)[0]
	says := fmt.Sprintf("%s for mmap_lock behind that: a fault has it for shared use while it waits.", phrase.CountOf(len(p.mm), "task waits", "tasks wait"))
	if writer != nil {
		says = fmt.Sprintf("The pile-up folds to %s: it has mmap_lock for shared use, and %s waits for it to write", first.who(), writer.who())
		if n := len(p.mm) - 1; n != 0 {
			says += ", with " + phrase.CountOf(n, "other task", "other tasks") + " behind that"
		}
		says += "."
	}
	a.Because = append(a.Because, says+" That holds for tasks of one process, and for those that look at it, as ps does.")
}

// who names a task.
func (s *Standing) who() string {
	switch {
	case s.Name != "" && s.PID != 0:
		return fmt.Sprintf("%s (%d)", s.Name, s.PID)
	case s.PID != 0:
		return fmt.Sprintf("task %d", s.PID)
	case s.Name != "":
		return s.Name
	}
	return fmt.Sprintf("the task of line %d", s.Line)
}

// sleepsFor says what a task sleeps for.
func (s *Standing) sleepsFor() string {
	if s.For == "" {
		return "nothing that its stack shows: it runs, or did when it was looked at"
	}
	return s.For
}
