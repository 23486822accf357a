package trace

import (
	"bytes"
	"math"
)

// skip reports whether a line is none of an event: a comment, a line of a
// stack, or what the tools say about the file.
func (r *Reader) skip(line []byte) bool {
	switch trimmed := bytes.TrimLeft(line, " \t"); {
	case len(trimmed) == 0, bytes.HasPrefix(trimmed, stackArrow):
		return true
	case trimmed[0] == '#':
		r.header(trimmed)
		return true
	case bytes.HasPrefix(trimmed, cpusPrefix):
		if r.seen {
			r.warnings.add(SecondHeader, r.line, 1)
		}
		r.traceCmd = true
		return true
	case bytes.HasPrefix(trimmed, versionPrefix),
		bytes.HasPrefix(trimmed, cpuPrefix) && bytes.HasSuffix(trimmed, emptySuffix):
		return true
	}
	return false
}

var (
	stackArrow    = []byte("=> ")
	cpusPrefix    = []byte("cpus=")
	versionPrefix = []byte("version = ")
	cpuPrefix     = []byte("CPU ")
	emptySuffix   = []byte(" is empty")
	lostPrefix    = []byte("CPU:")
	latencyHeader = []byte(" latency trace v")
	graphHeader   = []byte("tracer: function_graph")
	entries       = []byte("entries-in-buffer/entries-written: ")
)

// header looks for the comments that tell of another format, and for the one
// that says how much of what was written is still in the buffer.
func (r *Reader) header(line []byte) {
	switch {
	case r.like != "":
	case bytes.Contains(line, latencyHeader):
		r.like = ofLatency
	case bytes.HasSuffix(line, graphHeader):
		r.like = ofGraph
	}
	_, counts, ok := bytes.Cut(line, entries)
	if !ok {
		return
	}
	kept, rest, ok := bytes.Cut(counts, []byte("/"))
	written, _, _ := bytes.Cut(rest, []byte(" "))
	k, okK := number(kept)
	w, okW := number(written)
	if ok && okK {
		r.doubts.counts(r.line, int64(min(k, 1<<40)), &r.warnings)
	}
	if ok && okK && okW && w > k {
		r.warnings.add(LostEvents, r.line, int64(min(w-k, 1<<40)))
	}
}

// parse reads a line into r.event and reports whether it could. The grammar
// is that of Documentation/trace/ftrace.rst:
//
//	COMM-PID [(TGID)] [CPU] [FLAGS] SECONDS.FRACTION: NAME: BODY
//
// trace-cmd report leaves out the flags, unless it is of version 3.2 or
// later, and with --ts-diff has "(+12)" before the name.
func (r *Reader) parse(line []byte) bool {
	if bytes.HasPrefix(line, lostPrefix) {
		return r.parseLost(line)
	}
	// A task name may hold anything, brackets too: the first place where all
	// the rest fits is the right one.
	for at := 0; ; {
		i := bytes.IndexByte(line[at:], '[')
		if i < 0 {
			return false
		}
		at += i
		if r.parseAt(line, at) {
			return true
		}
		at++
	}
}

// parseAt reads a line whose CPU is in the bracket at the given place.
func (r *Reader) parseAt(line []byte, at int) bool {
	pid, tgid, comm, ok := task(line[:at])
	if !ok {
		return false
	}
	cpu, rest, ok := bytes.Cut(line[at+1:], []byte("] "))
	if !ok {
		return false
	}
	c, ok := number(cpu)
	if !ok || c > math.MaxInt32 {
		return false
	}
	stamp, rest := token(rest)
	t, ok := clock(stamp)
	flags := !ok
	if flags {
		stamp, rest = token(rest)
		if t, ok = clock(stamp); !ok {
			return false
		}
	}
	name, body, ok := bytes.Cut(withoutStep(rest), []byte(":"))
	if ok && bytes.IndexByte(name, ' ') >= 0 || !ok {
		// "<stack trace>" and the function tracer's "f <-g" have no name.
		if !bytes.HasPrefix(name, []byte("<")) && !bytes.Contains(rest, []byte(" <-")) {
			return false
		}
		name, body = nil, nil
	}
	if len(name) == 0 && ok {
		return false
	}
	if !flags {
		r.traceCmd = true
	}
	r.event = Event{Line: r.line, Time: t, CPU: int(c), PID: pid, TGID: tgid, Comm: r.intern(comm), Kind: kindOf(name)}
	return r.parseBody(bytes.Trim(body, " "))
}

// parseLost reads "CPU:1 [LOST 7 EVENTS]" and trace-cmd's "CPU:1 [7 EVENTS
// DROPPED]"; the number may be missing.
func (r *Reader) parseLost(line []byte) bool {
	cpu, rest, ok := bytes.Cut(line[len(lostPrefix):], []byte(" ["))
	c, okC := number(cpu)
	what, _, okB := bytes.Cut(rest, []byte("]"))
	if !ok || !okC || !okB || c > math.MaxInt32 || !bytes.Contains(what, []byte("EVENTS")) ||
		!bytes.Contains(what, []byte("LOST")) && !bytes.Contains(what, []byte("DROPPED")) {
		return false
	}
	r.event = Event{Line: r.line, Time: r.last, CPU: int(c), Kind: Lost}
	for len(what) > 0 {
		var word []byte
		word, what = token(what)
		if n, ok := number(word); ok {
			r.event.Lost = n
		}
	}
	return true
}

// withoutStep cuts off the blanks before the name of an event, and the time since
// the event before, "(+12)".
func withoutStep(b []byte) []byte {
	b = bytes.TrimLeft(b, " ")
	if bytes.HasPrefix(b, []byte("(+")) {
		if word, rest := token(b); word[len(word)-1] == ')' && digits(word[2:len(word)-1]) {
			return bytes.TrimLeft(rest, " ")
		}
	}
	return b
}

// task splits what precedes the CPU: "COMM-PID", perhaps with " (TGID)", which
// is " (-----)" where the tracer forgot it.
func task(b []byte) (pid, tgid int, comm []byte, ok bool) {
	b = bytes.TrimRight(b, " ")
	if bytes.HasSuffix(b, []byte(")")) {
		if i := bytes.LastIndexByte(b, '('); i > 0 {
			tgid, _ = pidOf(bytes.Trim(b[i+1:len(b)-1], " "))
			b = bytes.TrimRight(b[:i], " ")
		}
	}
	i := bytes.LastIndexByte(b, '-')
	if i < 0 {
		return 0, 0, nil, false
	}
	pid, ok = pidOf(b[i+1:])
	return pid, tgid, bytes.TrimLeft(b[:i], " "), ok
}

// clock reads "12.345678:" as nanoseconds. A stamp without a dot is a raw
// counter of unknown rate and not accepted.
func clock(b []byte) (ns int64, ok bool) {
	whole, frac, dot := bytes.Cut(b, []byte("."))
	if !dot || len(frac) < 2 || len(frac) > 10 || frac[len(frac)-1] != ':' {
		return 0, false
	}
	frac = frac[:len(frac)-1]
	s, ok := decimal(whole)
	f, okF := decimal(frac)
	if !ok || !okF || s > 9e9 {
		return 0, false
	}
	for range 9 - len(frac) {
		f *= 10
	}
	return int64(s)*1e9 + int64(f), true
}
