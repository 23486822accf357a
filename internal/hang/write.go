package hang

import (
	"fmt"
	"io"
	"strings"

	"daxwait/internal/phrase"
)

// mostShown is how many tasks of a kind are named; of the rest the number is.
const mostShown = 12

// Write says the answer in words. A program is what commands begin with.
func (a *Answer) Write(w io.Writer, program string) {
	fmt.Fprintf(w, "%s\n", a.Verdict)
	a.writeKernel(w)
	for _, says := range a.Because {
		fmt.Fprintln(w, phrase.Wrap(says, 78))
	}
	if len(a.Suspects) != 0 {
		fmt.Fprintln(w)
	}
	for i, s := range a.Suspects {
		s.write(w, a, i)
	}
	a.writeTasks(w, "decides", a.Deciding)
	a.writeTasks(w, "beside", a.Others)
	if n := a.Elsewhere; n > 0 {
		row(w, "beside", phrase.CountOf(n, "task of the text is", "tasks of the text are")+" in nothing of fs/dax")
	}
	if a.Dropped != 0 {
		row(w, "left out", phrase.CountOf(a.Dropped, "task", "tasks")+" behind the first "+itoa(a.Tasks))
	}
	for i, m := range a.Missing {
		row(w, first("missing", i), m)
	}
	for i, c := range a.Ask {
		line(w, first("run", i), c)
	}
	for i, c := range a.Next {
		line(w, first("then", i), c.Spell(program))
	}
}

func first(label string, i int) string {
	if i != 0 {
		return ""
	}
	return label
}

func (a *Answer) writeKernel(w io.Writer) {
	switch {
	case a.Kernel == "":
	case a.Base != "":
		row(w, "kernel", fmt.Sprintf("%s, which its package says is upstream's %s: %s of the catalogue", a.Kernel, a.Base, a.Design))
	case a.Distribution && a.Design != "":
		row(w, "kernel", fmt.Sprintf("%s, of a distribution; with nothing carried back it is %s of the catalogue", a.Kernel, a.Design))
	case a.Design != "":
		row(w, "kernel", fmt.Sprintf("%s: %s of the catalogue", a.Kernel, a.Design))
	default:
		row(w, "kernel", a.Kernel+", which is not known to have entry locks")
	}
}

// write tells of a suspect.
func (s *Suspect) write(w io.Writer, a *Answer, i int) {
	label := "bug"
	if i != 0 || len(s.But) != 0 || a.Verdict == Held {
		label = "or"
		if i == 0 {
			label = "perhaps"
		}
	}
	row(w, label, s.Name+"; kernels "+s.Has)
	in := strings.Join(append([]string{s.Mainline}, s.Stable...), ", ")
	row(w, "ended by", fmt.Sprintf("%s (%s): %s", s.Commit, in, s.Title))
	switch {
	case s.First != "":
		row(w, "fixed in", s.First+", the first of its series that has it")
	case a.Kernel != "" && !a.Distribution && s.bug.In(a.version()):
		row(w, "fixed in", s.Mainline+"; of the series of "+a.version()+" no stable release is known here that has it: look for the commit")
	}
	if s.Brings != "" {
		row(w, "brings", s.Brings)
	}
	row(w, "needs", s.bug.Needs)
	for _, b := range s.But {
		row(w, "but", b)
	}
	if s.bug.Unknown != "" {
		row(w, "unknown", s.bug.Unknown)
	}
}

// writeTasks names tasks by their roles.
func (a *Answer) writeTasks(w io.Writer, label string, all []*Standing) {
	for i, s := range all[:min(len(all), mostShown)] {
		says := s.who()
		if s.State != "" {
			says += ", state " + s.State
		}
		says += ": "
		switch {
		case s.Doing == Waits:
			says += s.What() + ", waits for an entry lock in " + s.At
		case s.Doing == Holds:
			says += s.What() + ", past its wait in " + s.At + ": holds its entry, sleeps for " + s.sleepsFor()
		case s.Doing == MayHold:
			says += "a handler of memory failures: may hold an entry"
		case s.For != "" && s.Write:
			says += "waits for " + s.For + ", to write"
		case s.For != "":
			says += "waits for " + s.For
		case s.At != "":
			says += string(s.Doing) + " in " + s.At
		default:
			says += string(s.Doing)
		}
		row(w, first(label, i), says)
	}
	if more := len(all) - mostShown; more > 0 {
		row(w, "", phrase.CountOf(more, "more is", "more are")+" like these")
	}
}

// row writes a label and what stands behind it.
func row(w io.Writer, label, text string) {
	fmt.Fprintf(w, "%-8s %s\n", label, strings.ReplaceAll(phrase.Wrap(text, 69), "\n", "\n         "))
}

// line is row of what is not to be broken.
func line(w io.Writer, label, text string) { fmt.Fprintf(w, "%-8s %s\n", label, text) }
