package contain

import (
	"path"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
)

// goroutine is one of a dump.
type goroutine struct {
	state  string  // such as "chan receive"
	deep   bool    // frames are left out
	frames []frame // the innermost first
}

// frame is where a function of a goroutine stands.
type frame struct{ function, file, line string }

var (
	heading = regexp.MustCompile(`^goroutine \d+ .*\[([^\]]*)\]:$`)
	place   = regexp.MustCompile(`^\t(.*):(\d+)(?: \+0x[0-9a-f]+.*)?$`)
)

// goroutines reads a dump, as [runtime.Stack] and a program that dies write it.
// Lines that are none of it are left out.
func goroutines(dump string) (all []goroutine) {
	function := ""
	for line := range strings.Lines(dump) {
		line = strings.TrimRight(line, "\r\n")
		if m := heading.FindStringSubmatch(line); m != nil {
			state, _, _ := strings.Cut(m[1], ",")
			all = append(all, goroutine{state: state})
			function = ""
			continue
		}
		if strings.HasPrefix(line, "...") && strings.HasSuffix(line, " frames elided...") && len(all) != 0 {
			all[len(all)-1].deep = true
		}
		if m := place.FindStringSubmatch(line); m != nil && function != "" && len(all) != 0 {
			g := &all[len(all)-1]
			g.frames = append(g.frames, frame{function, m[1], m[2]})
		}
		function = ""
		if i := strings.LastIndexByte(line, '('); i > 0 && !strings.HasPrefix(line, "created by ") {
			function = line[:i]
		}
	}
	return all
}

// world tells the code of designs from that of the program and of Go.
type world struct {
	own     string   // the module path of the program's packages
	std     string   // the folder of the standard library; empty if files are told without
	modules []string // that the program is built of
}

// here is the world of this program.
func here() *world {
	w := &world{}
	var pcs [2]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs[:])])
	f, _ := frames.Next() // runtime.Callers itself
	w.std, _ = strings.CutSuffix(f.File, "runtime/extern.go")
	f, _ = frames.Next()
	w.own, _, _ = strings.Cut(f.Function, "/internal/contain.")
	if b, ok := debug.ReadBuildInfo(); ok {
		w.modules = append(w.modules, b.Main.Path)
		for _, d := range b.Deps {
			w.modules = append(w.modules, d.Path)
		}
	}
	return w
}

// kind is whose a frame is.
type kind uint8

const (
	ofGo kind = iota
	ofProgram
	ofDesign
)

// kind returns whose a frame is. Designs that ship are in strategies, and tests have
// designs of their own.
func (w *world) kind(f frame) kind {
	pkg := f.function
	if slash := strings.LastIndexByte(pkg, '/'); slash >= 0 {
		name, _, _ := strings.Cut(pkg[slash:], ".")
		pkg = pkg[:slash] + name
	} else {
		pkg, _, _ = strings.Cut(pkg, ".")
	}
	switch {
	case strings.HasSuffix(f.file, "_test.go"):
		return ofDesign
	case pkg == w.own+"/strategies" && !strings.HasSuffix(f.function, maker):
		return ofDesign
	case pkg == w.own, strings.HasPrefix(pkg, w.own+"/"):
		return ofProgram
	case pkg == "runtime", w.std != "" && strings.HasPrefix(f.file, w.std):
		return ofGo
	case w.std != "" || pkg == "main":
		return ofDesign
	}
	for _, m := range w.modules {
		if pkg == m || strings.HasPrefix(pkg, m+"/") {
			return ofDesign
		}
	}
	return ofGo
}

// maker is the function of the program that has a design made.
const maker = ".(*Strategy).EntryLock"

// at is the innermost line of a design in a goroutine, and which frame that is; -1
// if it has none.
func (w *world) at(g *goroutine) (at string, n int) {
	for n, f := range g.frames {
		if w.kind(f) == ofDesign {
			return path.Base(path.Dir(f.file)) + "/" + path.Base(f.file) + ":" + f.line, n
		}
	}
	return "", -1
}

// made reports whether a design was about to be made.
func made(g *goroutine) bool {
	for _, f := range g.frames {
		if strings.HasSuffix(f.function, maker) {
			return true
		}
	}
	return false
}

// stuck says why a program makes no progress whose goroutines stand as a dump says.
func (w *world) stuck(dump string) *Broken {
	best, rank := &Broken{Reason: Spins}, 0
	for _, g := range goroutines(dump) {
		at, n := w.at(&g)
		if n < 0 {
			continue
		}
		b := &Broken{Reason: Spins, At: at}
		if g.deep {
			b.Reason = Recursion // how else would it be a hundred frames deep?
		}
		now := 1 // it waits for its turn, which others may have for ever
		switch g.state {
		case "running", "runnable", "preempted", "GC assist marking", "GC assist wait":
			now = 4
		case "coroutine":
		case "sleep":
			b.Reason, now = Sleeps, w.waits(&g, n)
		default:
			b.Reason, b.Says, now = Blocked, g.state, w.waits(&g, n)
		}
		if now > 1 && !w.called(&g, n) {
			now = 1 // a goroutine of its own, which nobody waits for
		}
		if now > rank {
			best, rank = b, now
		}
	}
	return best
}

// waits ranks a goroutine that waits: in the design's own code, for a spinlock of
// the model, or as the engine has it wait.
func (w *world) waits(g *goroutine, design int) int {
	for _, f := range g.frames[:design] {
		switch {
		case w.kind(f) != ofProgram:
		case strings.HasSuffix(f.function, ".(*Spin).Acquire"):
			return 2
		default:
			return 0
		}
	}
	return 3
}

// called reports whether the program called the design in this goroutine.
func (w *world) called(g *goroutine, design int) bool {
	for _, f := range g.frames[design:] {
		if w.kind(f) == ofProgram {
			return true
		}
	}
	return false
}

// died says why a program ended that wrote this to stderr last.
func (w *world) died(stderr string) *Broken {
	b := &Broken{Reason: Exited}
	says := func(prefix string) (string, bool) {
		i := strings.Index("\n"+stderr, "\n"+prefix)
		if i < 0 {
			return "", false
		}
		text, _, _ := strings.Cut(stderr[i+len(prefix):], "\n\ngoroutine ")
		text, _, _ = strings.Cut(text, "\n\nruntime stack:")
		text, _, _ = strings.Cut(text, " [recovered")
		return strings.TrimSpace(text), true
	}
	fatal, isFatal := says("fatal error: ")
	panicked, isPanic := says("panic: ")
	switch {
	case isFatal && strings.Contains(fatal, "stack overflow"):
		b.Reason = Recursion
	case isFatal && strings.HasPrefix(fatal, "concurrent map"):
		b.Reason, b.Says = MapRace, fatal
	case isFatal && (strings.Contains(fatal, "out of memory") || strings.Contains(fatal, "cannot allocate")):
		b.Reason = Memory
	case isFatal && strings.HasPrefix(fatal, "all goroutines are asleep"):
		b.Reason = Blocked
	case isFatal:
		b.Reason, b.Says = Panicked, fatal
	case isPanic:
		b.Reason, b.Says = Panicked, panicked
	default:
		return b
	}
	b.Says = short(b.Says)
	for _, g := range goroutines(stderr) {
		if at, n := w.at(&g); n >= 0 {
			b.At = at
			if made(&g) && b.Reason == Panicked {
				b.Reason = NewPanicked
			}
			break
		}
	}
	return b
}

// mostSaid is how much of the value of a panic is told.
const mostSaid = 300

// short is the beginning of a text, in one line.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > mostSaid {
		text = strings.ToValidUTF8(text[:mostSaid], "") + "…"
	}
	return text
}
