package stuck

import (
	"fmt"
	"io"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results/words"
	"daxwait/strategies"
)

// mostNamed is how many tasks of a kind are named.
const mostNamed = 12

// Write says in words what a report found in a capture of a kernel; the kernel is
// empty if it is not known.
func (r *Report) Write(w io.Writer, kernel string) {
	lost := 0
	for _, l := range r.Losses {
		lost += len(l.Sleepers)
	}
	switch {
	case !r.Told():
		fmt.Fprintf(w, "not told by this capture: %s\n", r.Lacks)
	case lost == 0:
		fmt.Fprintln(w, "nobody waits without a holder")
	default:
		fmt.Fprintf(w, "%s lost: nobody holds the entry, or is on the way to it\n", phrase.CountOf(lost, "task is", "tasks are"))
	}
	fmt.Fprintf(w, "%s, %s from the first event to the last\n", phrase.Count(r.Tasks, "task"), since(r.NS))
	for _, n := range r.Notes {
		fmt.Fprintln(w, phrase.Wrap("Note: "+n+".", 78))
	}
	for _, l := range r.Losses {
		fmt.Fprintln(w)
		l.write(w, kernel)
	}
	if len(r.Waiting) != 0 {
		fmt.Fprintln(w)
	}
	for i, s := range r.Waiting {
		if i == mostNamed {
			fmt.Fprintf(w, "%s like these\n", phrase.CountOf(len(r.Waiting)-i, "more task waits", "more tasks wait"))
			break
		}
		by := s.By
		if by == "" {
			by = "whether a task holds it is not told"
		}
		fmt.Fprintln(w, phrase.Wrap(fmt.Sprintf("%s: %s.", s, by), 78))
	}
}

// String says which task sleeps where, and since when.
func (s *Sleeper) String() string {
	size := "page"
	if s.Large {
		size = "the 2 MiB at page"
	}
	return fmt.Sprintf("%s (%d), %s, sleeps for %s %#x of file %d:%d inode %#x since %s, for %s", s.Name, s.PID, s.What, size, s.Page, s.File.Dev>>20, s.File.Dev&(1<<20-1), s.File.Ino, since(s.Since), since(s.For))
}

func (l *Loss) write(w io.Writer, kernel string) {
	for i, s := range l.Sleepers {
		if i == mostNamed {
			fmt.Fprintf(w, "%s so, too\n", phrase.CountOf(len(l.Sleepers)-i, "more is lost", "more are lost"))
			break
		}
		fmt.Fprintln(w, phrase.Wrap(s.String()+".", 78))
	}
	if l.Columns != nil {
		fmt.Fprintln(w)
		words.WriteColumns(w, l.Columns)
	} else {
		fmt.Fprintln(w, phrase.Wrap(strings.Join(l.Because, " "), 78))
	}
	fmt.Fprintln(w)
	if l.Bug.Name == "" {
		fmt.Fprintln(w, phrase.Wrap("None of the bugs that are known does that. Send the capture, uname -r and the file system to nvdimm@lists.linux.dev and linux-fsdevel@vger.kernel.org.", 78))
		return
	}
	c := l.Bug.End()
	fmt.Fprintln(w, phrase.Wrap(fmt.Sprintf("That is %s, of kernels from %s to before %s. It is ended by %s (%s): %s.", l.Bug.Name, l.Bug.Since(), strings.Join(c.Releases(), ", "), c.ID, strings.Join(c.Releases(), ", "), c.Title), 78))
	if says := of(l.Bug, kernel); says != "" {
		fmt.Fprintln(w, phrase.Wrap(says, 78))
	}
}

// of says whether a kernel has a bug.
func of(b strategies.Bug, kernel string) string {
	switch c := b.End(); {
	case kernel == "":
		return ""
	case strategies.OfDistribution(kernel):
		return kernel + " is a number of a distribution, which does not decide: look for the commit in the changelog of its package."
	case b.In(kernel):
		first, ok := c.InSeries(kernel)
		if !ok {
			return kernel + " has the bug; no stable release of its series is known here that has the commit."
		}
		return kernel + " has the bug; " + first + " is the first of its series with the commit."
	}
	return kernel + " is not known to have it: is that the kernel of the capture?"
}
