package glossary

import (
	"regexp"
	"slices"
	"strings"
)

// stack is what a text says of one task: the functions that it is in, the one
// nearest to the sleep first.
type stack struct {
	functions []string
	// guesses are those with a question mark: they may be left from an earlier call.
	guesses []string
}

// The lines of a stack: of the kernel's log, of /proc/PID/stack, and of crash.
var (
	framed  = regexp.MustCompile(`(\?\s+)?([A-Za-z_]\w*)(?:\.\w+)*\+0x[0-9a-fA-F]+(?:/0x[0-9a-fA-F]+)?`)
	crashed = regexp.MustCompile(`#\d+ \[[0-9a-f]+\] ([A-Za-z_]\w*)(?:\.\w+)* at [0-9a-f]+`)
	stamp   = regexp.MustCompile(`^(?:<\d+>)?\[\s*\d+\.\d+\]\s*`)
	begins  = regexp.MustCompile(`INFO: (?:task|rcu)|BUG: |task:\S+ +state:|^PID: `)
	aside   = regexp.MustCompile(`<(/?)(?:IRQ|NMI|SOFTIRQ)>`)
	release = []*regexp.Regexp{
		regexp.MustCompile(`Linux version (\d+\.\d+\S*)`),
		regexp.MustCompile(`(?:Not tainted|Tainted: [A-Z ]+?)\s+(\d+\.\d+\S*)`),
		regexp.MustCompile(`uname -\w+:?\s+(?:Linux \S+ )?(\d+\.\d+\S*)`),
		regexp.MustCompile(`Linux \S+ (\d+\.\d+\S*) #`),
		regexp.MustCompile(`RELEASE: (\d+\.\d+\S*)`),
		regexp.MustCompile(`(?i)\b(?:kernel|linux)(?: version| release)?:? +v?(\d+\.\d+[^\s,;]*)`),
		regexp.MustCompile(`(?m)^\s*v?(\d+\.\d+\S*)\s*$`),
	}
)

// isStack reports whether a text is no name: it has lines, or two functions with
// their offsets.
func isStack(text string) bool {
	return strings.Contains(text, "\n") || len(framed.FindAllStringIndex(text, 2)) > 1
}

// kernelIn returns the version that a text says it is of, or nothing.
func kernelIn(text string) string {
	for _, r := range release {
		if m := r.FindStringSubmatch(text); m != nil && len(m[1]) <= longestName {
			return strings.TrimRight(m[1], ".,;:)")
		}
	}
	return ""
}

// stacksIn returns the stacks of a text, one a task. Functions of interrupts are
// none of the task's.
func stacksIn(text string) (all []stack) {
	var of stack
	traced, interrupted := false, false
	end := func() {
		if len(of.functions)+len(of.guesses) != 0 {
			all = append(all, of)
		}
		of, traced, interrupted = stack{}, false, false
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(stamp.ReplaceAllString(strings.TrimSpace(line), ""))
		trace := strings.Contains(line, "Call Trace:")
		if begins.MatchString(line) || trace && traced {
			end()
		}
		traced = traced || trace
		if m := aside.FindStringSubmatch(line); m != nil {
			interrupted = m[1] == ""
		}
		if !interrupted {
			of.add(line)
		}
	}
	end()
	return all
}

// add adds the functions of a line.
func (s *stack) add(line string) {
	if m := crashed.FindStringSubmatch(line); m != nil {
		s.functions = append(s.functions, m[1])
		return
	}
	found := framed.FindAllStringSubmatch(line, -1)
	if found == nil {
		// A name alone: no word of the log, which have no underscore.
		if m := symbol.FindStringSubmatch(line); m != nil && (strings.Contains(m[2], "_") || scheduling(m[2])) {
			found = [][]string{{"", m[1], m[2]}}
		}
	}
	for _, m := range found {
		if m[1] != "" {
			s.guesses = append(s.guesses, m[2])
		} else if n := len(s.functions); n == 0 || s.functions[n-1] != m[2] {
			s.functions = append(s.functions, m[2]) // a RIP repeats its function
		}
	}
}

// scheduling reports whether a function is of going to sleep, or of showing a
// stack: what a task sleeps for is further from the sleep.
func scheduling(name string) bool {
	for _, begin := range []string{"asm_", "sysvec_", "dump_stack", "preempt_schedule", "__switch_to", "io_schedule", "schedule_"} {
		if strings.HasPrefix(name, begin) {
			return true
		}
	}
	return slices.Contains([]string{"schedule", "__schedule", "context_switch", "_cond_resched", "__cond_resched", "apic_timer_interrupt", "ret_from_intr", "show_stack", "sched_show_task"}, name)
}
