package dump

import (
	"regexp"
	"strings"
)

// What stands before what the kernel says: quotes of mail, the columns of a journal,
// the level, the time, the caller.
var befores = []*regexp.Regexp{
	regexp.MustCompile(`^(?:[>|]\s?)+`),
	regexp.MustCompile(`^[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d(?:\.\d+)? \S+ kernel: ?`),
	regexp.MustCompile(`^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S* (?:\S+ )?kernel: ?`),
	regexp.MustCompile(`^kernel: ?`),
	regexp.MustCompile(`^<\d+>`),
	regexp.MustCompile(`^\[\s*\d+\.\d+\]`),
	regexp.MustCompile(`^\[[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d \d{4}\]`),
	regexp.MustCompile(`^\[\s*[TC]\d+\]`),
}

// bared is a line without what stands before it.
func bared(line string) string {
	line = strings.TrimSpace(line[:min(len(line), longestLine)])
	for again := true; again; {
		again = false
		if line == "" || line[0] != 'k' && line[0] >= 'a' && line[0] <= 'z' || line[0] == '_' || line[0] == '?' {
			break // a function, or a word
		}
		for _, r := range befores {
			if at := r.FindStringIndex(line[:min(len(line), longestStamp)]); at != nil {
				line, again = strings.TrimSpace(line[at[1]:]), true
			}
		}
	}
	return line
}

// The frames of a stack: of the kernel's log and /proc, of crash, of drgn, gdb and
// decode_stacktrace.sh, and a name alone.
var (
	framed   = regexp.MustCompile(`(\?\s+)?([A-Za-z_]\w*)(?:\.\w+)*\+0x[0-9a-fA-F]+(?:/0x[0-9a-fA-F]+)?(?:\s+\[(\w[\w-]*)(?: [0-9a-f]+)?\])?`)
	crashed  = regexp.MustCompile(`^#\d+ \[[0-9a-f]+\] ([A-Za-z_]\w*)(?:\.\w+)* at [0-9a-f]+(?: \[(\w+)\])?`)
	excepted = regexp.MustCompile(`^\[exception RIP: ([A-Za-z_]\w*)(?:\.\w+)*\+`)
	numbered = regexp.MustCompile(`^#\d+\s+(?:0x[0-9a-f]+ in )?([A-Za-z_]\w*)(?:\.\w+)*(?: |\+|$)`)
	decoded  = regexp.MustCompile(`^(?:\[<0>\] )?(\? )?([A-Za-z_]\w*)(?:\.\w+)* \([\w./-]+\.[chS]:\d+`)
	alone    = regexp.MustCompile(`^(?:\[<[^>]*>\]\s*)?(\?\s*)?([A-Za-z_]\w*)(?:\.\w+)*(?:\(\))?(?:\s+\[(\w[\w-]*)\])?$`)
)

// framesIn returns the frames of a line.
func framesIn(line string) []Frame {
	for _, r := range []*regexp.Regexp{crashed, excepted, numbered} {
		if m := r.FindStringSubmatch(line); m != nil {
			f := Frame{Name: m[1]}
			if len(m) > 2 {
				f.Module = m[2]
			}
			return []Frame{f}
		}
	}
	if m := decoded.FindStringSubmatch(line); m != nil {
		return []Frame{{Name: m[2], Guess: m[1] != ""}}
	}
	var all []Frame
	left := strings.HasPrefix(line, "lr :") // where a function returns to says less
	for _, m := range framed.FindAllStringSubmatch(line, mostFrames) {
		all = append(all, Frame{Name: m[2], Guess: m[1] != "" || left, Module: m[3]})
	}
	if all != nil {
		return all
	}
	// A name alone: it is no word of the log, which have no underscore.
	if m := alone.FindStringSubmatch(line); m != nil && (strings.Contains(m[2], "_") || Scheduling(m[2])) {
		return []Frame{{Name: m[2], Guess: m[1] != "", Module: m[3]}}
	}
	return nil
}

// Scheduling reports whether a function is of going to sleep, of an interrupt, or of
// showing a stack: what a task sleeps for is further from the sleep.
func Scheduling(name string) bool {
	for _, begin := range []string{"asm_sysvec_", "sysvec_", "dump_stack", "preempt_schedule", "__switch_to", "io_schedule", "schedule_"} {
		if strings.HasPrefix(name, begin) {
			return true
		}
	}
	switch name {
	case "schedule", "__schedule", "context_switch", "_cond_resched", "__cond_resched", "apic_timer_interrupt", "ret_from_intr", "show_stack", "sched_show_task", "asm_common_interrupt":
		return true
	}
	return false
}

// outermost reports whether a function has no caller.
func outermost(name string) bool {
	switch name {
	case "entry_SYSCALL_64_after_hwframe", "entry_SYSCALL_64_fastpath", "ret_from_fork", "ret_from_fork_asm", "el0t_64_sync", "el0_sync", "el0_svc", "entry_SYSENTER_compat_after_hwframe", "system_call_fastpath", "do_SYSENTER_32", "secondary_startup_64":
		return true
	}
	return false
}
