package glossary

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/strategies"
)

// sleep is where a task sleeps, as its stack says.
type sleep struct {
	function strategies.Function
	name     string // of the function that decides
	role     strategies.Role
	size     string   // of the entry that a fault asks for, or nothing
	nearer   []string // what stands between the sleep and the function
}

// waits reports whether the task waits for an entry lock.
func (p sleep) waits() bool {
	return p.function.Waits && (len(p.nearer) == 0 || p.function.Role.Shared())
}

// what is what the task does: a fault, PMD.
func (p sleep) what() string {
	if p.role == strategies.Fault && p.size != "" {
		return string(p.role) + ", " + p.size
	}
	return string(p.role)
}

// sleepOf finds the function that is nearest to the sleep, of those that are known,
// and whose caller says what the task does.
func sleepOf(functions []string) (p sleep, ok bool) {
	for _, name := range functions {
		f, n, known := strategies.FunctionNamed(name)
		switch {
		case !known && !ok && !scheduling(name):
			p.nearer = append(p.nearer, name)
		case known && !ok:
			p.function, p.name, p.role, ok = f, n.Name, f.Role, true
		case known && p.role.Shared() && (f.Waits || slices.Contains([]strategies.Role{strategies.Fault, strategies.Removal, strategies.Scan}, f.Role)):
			p.role = f.Role
		}
		if known && p.size == "" {
			p.size = n.Size
		}
		if p.size == "" {
			p.size = faultedBy(name)
		}
	}
	return p, ok
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

// stacks says where the tasks of a text sleep, and what is known of it in their
// kernel.
func (g *Glossary) stacks(text string) string {
	var b strings.Builder
	version := kernelIn(text)
	all := stacksIn(text)
	for _, s := range all[:min(len(all), mostStacks)] {
		if b.Len() != 0 {
			fmt.Fprintln(&b)
		}
		functions := s.functions
		if len(functions) == 0 {
			functions = s.guesses
		}
		g.sleeper(&b, functions, version)
	}
	if more := len(all) - mostStacks; more > 0 {
		fmt.Fprintf(&b, "\n%s left out, behind %d that are told\n", phrase.CountOf(more, "more stack is", "more stacks are"), mostStacks)
	}
	return b.String()
}

// mostStacks is how many stacks are told of a text.
const mostStacks = 1000

// sleeper says where one task sleeps.
func (g *Glossary) sleeper(w io.Writer, functions []string, version string) {
	p, ok := sleepOf(functions)
	if !ok {
		fmt.Fprintf(w, "a stack: no wait for an entry lock\n%s\n", phrase.Wrap("None of its functions is known here, of fs/dax or around it: "+strings.Join(functions, ", ")+".", 78))
		row(w, "see", hangPage)
		return
	}
	fmt.Fprintf(w, "a stack in %s: %s\n", p.name, p.what())
	switch {
	case p.waits():
		fmt.Fprintln(w, phrase.Wrap("The task waits for an entry lock. "+p.about().Says, 78))
		g.lostIn(w, p, version)
	case len(p.nearer) != 0 && p.role != strategies.ReadWrite && p.role != strategies.NoEntryLock:
		fmt.Fprintln(w, phrase.Wrap("The task waits for no entry lock: it sleeps in "+p.nearer[0]+", which stands nearer to the sleep. A fault or write-back that is past its wait holds its entry: then this task is what others wait for, and what it sleeps for is the cause.", 78))
	default:
		fmt.Fprintln(w, phrase.Wrap("The task waits for no entry lock. "+p.function.Says, 78))
		p.lacks(w, version)
	}
	row(w, "see", hangPage)
}

// lacks writes what else is known of a function, and whether the kernel has it.
func (p sleep) lacks(w io.Writer, version string) {
	for _, id := range p.function.Commits {
		c, ok := strategies.CommitNamed(id)
		switch {
		case !ok:
		case version == "":
			row(w, "kernel", "The text names none: give uname -r with it.")
		case strategies.OfDistribution(version):
			row(w, "kernel", version+" is of a distribution, whose numbers do not decide: look for the commit in the changelog of its package.")
		case c.Lacking(version):
			row(w, "kernel", version+" spins for ever there: it lacks the commit.")
		default:
			row(w, "kernel", version+" does not have that.")
		}
		commit(w, id)
	}
}

// lostIn writes what the kernel of a stack loses where the task waits, and what
// mended it.
func (g *Glossary) lostIn(w io.Writer, p sleep, version string) {
	about := p.about()
	k, before, ok := strategies.KernelOf(strings.ToLower(version))
	switch {
	case version == "":
		row(w, "kernel", "The text names none: give uname -r with it. Without it, these lose:")
		losing(w, about)
		return
	case !ok:
		row(w, "kernel", version+" is not known to have entry locks.")
		return
	}
	row(w, "kernel", fmt.Sprintf("%s: %s of the catalogue, as %s", version, k.Strategy, lasting(k.From, before)))
	if strategies.OfDistribution(version) {
		row(w, "", "It is of a distribution, whose numbers do not decide: look for the commits in the changelog of its package.")
	}
	lost, otherwise := lostBy(k.Strategy, inOrder(about.Scenarios))
	if len(lost) == 0 && otherwise {
		row(w, "loses", "no wakeup that is known; but it violates something else in one of "+strings.Join(about.Scenarios, ", ")+".")
		return
	}
	if len(lost) == 0 {
		row(w, "loses", "nothing known: it is proved in "+strings.Join(about.Scenarios, ", ")+". Look for the task that holds the entry.")
		return
	}
	for _, c := range strategies.Commits() {
		var ended []string
		for _, s := range lost {
			if slices.Contains(c.Of, k.Strategy) && slices.Contains(c.Ends, s) {
				ended = append(ended, s)
			}
		}
		if len(ended) != 0 {
			row(w, "loses", "wakeups in "+strings.Join(ended, ", "))
			commit(w, c.ID)
		}
	}
	run(w, "try", g.spell("check", "--strategy", k.Strategy, "--scenario", strings.Join(lost, ",")))
}

// about is the function whose scenarios are of what the task does: its caller's,
// of the size of its fault, where the function itself is of several.
func (p sleep) about() strategies.Function {
	if p.role == p.function.Role && p.role != strategies.Fault {
		return p.function
	}
	for _, f := range strategies.Functions() {
		if f.Waits && f.Role == p.role && (p.role != strategies.Fault || f.Names[0].Size == p.size) {
			return f
		}
	}
	return p.function
}
