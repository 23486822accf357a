package dump

import (
	"regexp"
	"strconv"
	"strings"
)

// The lines that begin a task, or say something of it.
var (
	blocked  = regexp.MustCompile(`INFO: task (.{1,64}?):(\d{1,9}) blocked (?:in I/O wait )?for more than (\d{1,9}) seconds`)
	lockup   = regexp.MustCompile(`soft lockup - CPU#\d+ stuck for (\d{1,9})s! \[(.{1,64}?):(\d{1,9})\]`)
	stalled  = regexp.MustCompile(`(?:rcu: )?INFO: rcu_\w+ (?:self-)?detected (?:expedited )?stalls?|watchdog: (?:BUG: )?(?:hard lockup|Watchdog detected hard LOCKUP)|NMI watchdog: .*LOCKUP`)
	oops     = regexp.MustCompile(`^(?:Internal error: )?Oops\b|^BUG: unable to handle|^BUG: kernel NULL pointer|^general protection fault|^kernel BUG at|^Unable to handle kernel|^Kernel panic|^invalid opcode`)
	bug      = regexp.MustCompile(`^BUG: `)
	warning  = regexp.MustCompile(`^WARNING: `)
	modern   = regexp.MustCompile(`^task:(.{1,64}?)\s+state:(\w)\s+stack:\s*\d+\s+pid:\s*(\d{1,9})(?:\s+tgid:\s*(\d{1,9}))?`)
	older    = regexp.MustCompile(`^(\S.{0,63}?)\s+([RSDTtXZPI])\s+(?:[0-9a-f]{8,16}\s+)?\d{1,9}\s+(\d{1,9})\s+\d{1,9}(?:\s+0x[0-9a-f]+)?$`)
	crash    = regexp.MustCompile(`^PID: (\d{1,9})\s+TASK: \S+\s+CPU: \d+\s+COMMAND: "(.{0,64}?)"`)
	procPath = regexp.MustCompile(`/proc/(?:\d+/task/)?(\d{1,9})/(?:task/(\d{1,9})/)?stack:?`)
	comm     = regexp.MustCompile(`\bPID: (\d{1,9})\b,? (?:at: \S+ )?Comm: (.{1,64}?) +(?:Kdump: \w+ +)?(?:Not tainted|Tainted:)`)
	status   = regexp.MustCompile(`^(Name|State|Pid|Tgid):\s+(\S+)`)
	heading  = regexp.MustCompile(`(?i)^\W*(?:(?:pid|task|thread)\W{0,3})(\d{1,9})\b[\s:,(]*([\w./:-]{1,64})?`)
	endTrace = regexp.MustCompile(`^---\[ end (?:trace|Kernel panic)`)
	traced   = regexp.MustCompile(`(?i)^Call trace:|^Backtrace:|^Stack traceback:`)
	aside    = regexp.MustCompile(`^</?(?:IRQ|NMI|SOFTIRQ|#DF|ENTRY_TRAMPOLINE)>`)
	noFrames = regexp.MustCompile(`^(?:Modules linked in|Code:|Hardware name|Workqueue:|R[A-D]X:|RSP:|RBP:|FS:|CS:|CR2:|DR\d:|PKRU:|last sysfs|Comm: )`)
)

// parser is a Dump in the making.
type parser struct {
	d    *Dump
	task *Task // that lines are of, or nil
	// named: the next stack is of the task that lines before it have named.
	named bool
	// trace: the lines are behind a "Call Trace:" of the task.
	trace bool
	// aside: the functions are of an interrupt.
	aside bool
	// blank: there was an empty line since the last frame, and dense: before that there
	// were none between frames.
	blank, dense bool
	line         int
}

// Parse makes tasks of a text. It never fails: what it does not know it passes over.
func Parse(text string) *Dump {
	p := &parser{d: &Dump{}}
	for line := range strings.Lines(plain(text)) {
		p.line++
		for part := range strings.SplitSeq(strings.TrimRight(line, "\r\n"), "\r") {
			p.take(bared(part))
		}
	}
	p.end()
	p.d.Lines = p.line
	return p.d
}

// end keeps the task that lines were of.
func (p *parser) end() {
	if t := p.task; t != nil && (len(t.Frames) != 0 || t.Why != Shown) {
		if len(p.d.Tasks) < mostTasks {
			p.d.Tasks = append(p.d.Tasks, t)
		} else {
			p.d.Dropped++
		}
	}
	p.task, p.named, p.trace, p.aside, p.blank, p.dense = nil, false, false, false, false, false
}

// begin ends the task before, and begins the next.
func (p *parser) begin(why Why) *Task {
	p.end()
	p.task = &Task{Why: why, Line: p.line}
	p.named = true
	return p.task
}

// take takes a line.
func (p *parser) take(line string) {
	if line == "" {
		p.blank = true
		return
	}
	if strings.Contains(line, "+0x") && !strings.ContainsAny(line, ":<") && !p.aside {
		p.frames(line) // what most lines are
		return
	}
	k := kernelIn(line)
	if k.Release != "" && (strings.Contains(line, "ainted") || len(framesIn(line)) == 0) {
		k.Line = p.line
		p.d.name(k)
		if p.task != nil && p.task.Release == "" {
			p.task.Release = k.Release
		}
	}
	if p.header(line) || noFrames.MatchString(line) {
		return
	}
	if aside.MatchString(line) {
		p.aside = !strings.HasPrefix(line, "</")
		return
	}
	if traced.MatchString(line) {
		if p.task != nil && p.trace && len(p.task.Frames) != 0 {
			p.end()
		}
		if p.task == nil {
			p.begin(Shown)
		}
		p.trace, p.named, p.blank = true, false, false
		return
	}
	if m := procPath.FindStringSubmatch(line); m != nil {
		p.ofProc(m)
		line = strings.TrimSpace(line[strings.Index(line, m[0])+len(m[0]):])
	}
	p.frames(line)
}

// ofProc begins the task of a path such as /proc/12/stack, unless lines of it are
// being read.
func (p *parser) ofProc(m []string) {
	pid := number(m[1])
	if m[2] != "" {
		pid = number(m[2])
	}
	if p.task == nil || p.task.PID != pid {
		p.begin(Shown).PID = pid
	}
	p.named = false
}

// header takes a line that begins a task or says something of it, and reports whether
// it is one.
func (p *parser) header(line string) bool {
	if !strings.Contains(line, ":") && !older.MatchString(line) && !heading.MatchString(line) && !endTrace.MatchString(line) && !oops.MatchString(line) {
		return false
	}
	if m := blocked.FindStringSubmatch(line); m != nil {
		t := p.begin(Blocked)
		t.Name, t.PID, t.Seconds, t.State = m[1], number(m[2]), number(m[3]), "D"
		return true
	}
	if m := lockup.FindStringSubmatch(line); m != nil {
		t := p.begin(Spun)
		t.Name, t.PID, t.Seconds, t.State = m[2], number(m[3]), number(m[1]), "R"
		p.accident("stuck CPU", line)
		return true
	}
	switch {
	case stalled.MatchString(line):
		p.begin(Spun).State = "R"
		p.accident("stuck CPU", line)
		return true
	case oops.MatchString(line):
		p.mishap("oops", line)
		return true
	case bug.MatchString(line):
		p.mishap("BUG", line)
		return true
	case warning.MatchString(line):
		p.mishap("warning", line)
		return false // it may name the function
	case endTrace.MatchString(line):
		p.end()
		return true
	}
	return p.names(line)
}

// names takes a line that names a task.
func (p *parser) names(line string) bool {
	if m := modern.FindStringSubmatch(line); m != nil {
		p.describe(m[1], number(m[3]), number(m[4]), m[2])
		return true
	}
	if m := crash.FindStringSubmatch(line); m != nil {
		t := p.begin(Shown)
		t.PID, t.Name = number(m[1]), m[2]
		return true
	}
	if m := comm.FindStringSubmatch(line); m != nil {
		if p.task == nil || len(p.task.Frames) != 0 && p.task.PID != 0 && p.task.PID != number(m[1]) {
			p.begin(Shown)
		}
		p.task.PID, p.task.Name = number(m[1]), m[2]
		return true
	}
	if m := status.FindStringSubmatch(line); m != nil {
		p.status(m[1], m[2])
		return true
	}
	if m := older.FindStringSubmatch(line); m != nil {
		p.describe(m[1], number(m[3]), 0, m[2])
		return true
	}
	if m := heading.FindStringSubmatch(line); m != nil && len(framesIn(line)) == 0 {
		t := p.begin(Shown)
		t.PID, t.Name = number(m[1]), m[2]
		return true
	}
	return false
}

// describe says more of the task that a report is of, or begins another.
func (p *parser) describe(name string, pid, tgid int, state string) {
	if t := p.task; t == nil || len(t.Frames) != 0 || t.PID != 0 && t.PID != pid {
		p.begin(Shown)
	}
	t := p.task
	t.Name, t.PID, t.TGID, t.State = name, pid, tgid, state
}

// status takes a line of /proc/PID/status.
func (p *parser) status(key, value string) {
	if p.task == nil || len(p.task.Frames) != 0 {
		p.begin(Shown)
	}
	switch t := p.task; key {
	case "Name":
		t.Name = value[:min(len(value), longestName)]
	case "State":
		t.State = value[:1]
	case "Pid":
		t.PID = number(value)
	case "Tgid":
		t.TGID = number(value)
	}
}

// mishap begins an oops, a BUG or a warning. The lines of one oops begin more than
// once: BUG, Oops.
func (p *parser) mishap(kind, line string) {
	if t := p.task; t != nil && t.Why == Mishap && len(t.Frames) == 0 && kind == "oops" {
		return
	}
	p.begin(Mishap)
	p.accident(kind, line)
}

// accident notes what the task that has just begun is of.
func (p *parser) accident(kind, line string) {
	if len(p.d.Accidents) < mostMishaps {
		of := len(p.d.Tasks)
		if of >= mostTasks {
			of = -1
		}
		p.d.Accidents = append(p.d.Accidents, Accident{Kind: kind, Says: line[:min(len(line), longestStamp)], Line: p.line, Task: of})
	}
}

// frames takes the frames of a line.
func (p *parser) frames(line string) {
	all := framesIn(line)
	if p.aside || len(all) == 0 {
		return
	}
	p.apart(all[0])
	for _, f := range all {
		t := p.task
		n := len(t.Frames)
		switch {
		case n >= mostFrames:
		case n != 0 && t.Frames[n-1].Name == f.Name && !p.trace: // a RIP repeats its function
		case n == 1 && p.trace && t.Frames[0].Name == f.Name && t.Why != Shown:
		default:
			f.Name = f.Name[:min(len(f.Name), longestRelease)]
			t.Frames = append(t.Frames, f)
		}
	}
}

// apart begins another task where a stack begins without a word before it.
func (p *parser) apart(first Frame) {
	switch t := p.task; {
	case t == nil:
		p.begin(Shown)
	case len(t.Frames) == 0 || p.named:
	case p.blank && p.dense,
		outermost(t.Frames[len(t.Frames)-1].Name) && !outermost(first.Name):
		p.begin(Shown)
	}
	if n := len(p.task.Frames); n != 0 {
		p.dense = p.dense || !p.blank
	}
	p.named, p.blank = false, false
}

// number is a number of few digits.
func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
