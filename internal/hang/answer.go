package hang

import (
	"daxwait/internal/command"
	"daxwait/internal/dump"
	"daxwait/strategies"
)

// Verdict is what a text comes to.
type Verdict string

// The verdicts.
const (
	// Lost: a task sleeps for an entry that no task of the text holds, and its kernel
	// loses such tasks.
	Lost Verdict = "a lost wakeup that is known"
	// Held: a task of the text holds an entry, and sleeps for something else, or died.
	Held Verdict = "an entry that is held"
	// Neither: a task sleeps for an entry, of a kernel that is not known to lose it.
	Neither Verdict = "an entry lock, and none of the known bugs"
	// ByChangelog: a task sleeps for an entry, of a kernel whose number does not decide.
	ByChangelog Verdict = "an entry lock; whether a bug is to blame the kernel's changelog decides"
	// Unlikely: the same, but its kernel has a bug that the text speaks against.
	Unlikely Verdict = "an entry lock, and a bug that is unlikely here"
	// Spinning: a task runs for ever.
	Spinning Verdict = "a task that spins, which is known"
	// NoEntry: no task of the text waits for an entry lock.
	NoEntry Verdict = "no entry lock"
	// Open: the text does not tell.
	Open Verdict = "not told by this text"
)

// Suspect is a bug that may be it.
type Suspect struct {
	Name     string   `json:"name"`
	Commit   string   `json:"ended_by"`
	Title    string   `json:"title"`
	Mainline string   `json:"mainline"`
	Stable   []string `json:"stable,omitempty"`
	First    string   `json:"first_fixed,omitempty"`
	But      []string `json:"but,omitempty"`
	Has      string   `json:"has"`
	// Brings is what the commit that ends it brings with it.
	Brings string `json:"brings,omitempty"`
	bug    strategies.Bug
}

// Answer is what a text of a hang means.
type Answer struct {
	Verdict Verdict `json:"verdict"`
	// Kernel is the release that counts; Base what a distribution says it is made of.
	Kernel string `json:"kernel,omitempty"`
	Base   string `json:"base,omitempty"`
	// Design is that of the kernel, if its number decides.
	Design string `json:"design,omitempty"`
	// Distribution: its number does not decide.
	Distribution bool `json:"distribution,omitempty"`
	// Deciding are the tasks by which the verdict is, Others the rest that is known.
	Deciding []*Standing `json:"deciding,omitempty"`
	Others   []*Standing `json:"others,omitempty"`
	// Elsewhere is how many tasks have nothing to do with it.
	Elsewhere int `json:"elsewhere,omitempty"`
	// Because says how the verdict comes about, a sentence each.
	Because []string `json:"because"`
	// Suspects are bugs that may be it, the likeliest first.
	Suspects []*Suspect `json:"suspects,omitempty"`
	// Missing is what the text does not tell, and Ask how to find it out.
	Missing []string `json:"missing,omitempty"`
	Ask     []string `json:"ask,omitempty"`
	// Next are commands of this program.
	Next []command.Command `json:"next,omitempty"`
	// Scenario is the one that ships and is nearest to the tasks of the text, and
	// Losing the design that loses in it.
	Scenario string `json:"scenario,omitempty"`
	Losing   string `json:"losing,omitempty"`
	// Tasks and Dropped are how many tasks were read, and left out.
	Tasks   int `json:"tasks"`
	Dropped int `json:"dropped,omitempty"`
}

// Told reports whether the text tells what it is.
func (a *Answer) Told() bool {
	return a.Verdict != Open && a.Verdict != ByChangelog
}

// Diagnose says what a dump means. A kernel that is given counts more than one of the
// text.
func Diagnose(d *dump.Dump, kernel string) *Answer {
	a := &Answer{Tasks: len(d.Tasks), Dropped: d.Dropped}
	a.kernel(d, kernel)
	p := pile{all: newCatalogue()}
	for _, t := range d.Tasks {
		p.add(standingOf(t, p.all))
	}
	p.dead(d)
	a.decide(d, &p)
	return a
}

// kernel notes which kernel it is.
func (a *Answer) kernel(d *dump.Dump, given string) {
	k := d.Kernel()
	if given != "" {
		k = dump.Kernel{Release: given}
	}
	a.Kernel, a.Base = k.Release, k.Base
	a.Distribution = k.Base == "" && strategies.OfDistribution(k.Release)
	if of, _, ok := strategies.KernelOf(k.Version()); ok {
		a.Design = of.Strategy
	}
	if given == "" && len(d.Kernels) > 1 {
		for _, other := range d.Kernels[1:] {
			a.Missing = append(a.Missing, "which kernel it is: the text names "+k.Release+" and, in line "+itoa(other.Line)+", "+other.Release+"; the first counts")
			a.giveKernel()
			break
		}
	}
}

// giveKernel says how the kernel is given.
func (a *Answer) giveKernel() {
	if len(a.Next) == 0 {
		a.Next = append(a.Next, command.Of("hang").Flag("kernel", "VERSION").With("FILE"))
	}
}

// version is the number by which bugs are looked for.
func (a *Answer) version() string {
	if a.Base != "" {
		return a.Base
	}
	return a.Kernel
}
