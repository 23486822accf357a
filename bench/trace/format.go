package trace

import "bytes"

// packed are the beginnings of files that are no text, and what to do.
var packed = [...]struct{ magic, reason string }{
	{"\x17\x08\x44tracing", "this is a binary trace.dat: convert it with trace-cmd report"},
	{"PERFILE2", "this is a perf.data, not the text of an ftrace buffer: record with trace-cmd, or copy /sys/kernel/tracing/trace"},
	{"\xfd7zXZ\x00", "packed with xz: unpack it with xz -d, or pack it with gzip"},
	{"\x28\xb5\x2f\xfd", "packed with zstd: unpack it with zstd -d, or pack it with gzip"},
	{"BZh", "packed with bzip2: unpack it with bzip2 -d, or pack it with gzip"},
	{"\x04\x22\x4d\x18", "packed with lz4: unpack it with lz4 -d, or pack it with gzip"},
	{"PK\x03\x04", "a zip archive: unpack it"},
}

const longestMagic = 10

// packedAs says what a file is by its first bytes; "" if it may be text.
func packedAs(head []byte) string {
	for _, p := range packed {
		if bytes.HasPrefix(head, []byte(p.magic)) {
			return p.reason
		}
	}
	return ""
}

// Formats that resemble what a Reader reads, and what to do about them.
const (
	ofLatency  = "the latency format: echo nolatency-format > trace_options, and trace-cmd report without -l"
	ofRawClock = "stamps without a point, of a raw trace_clock such as x86-tsc or counter: echo global > trace_clock, and capture again"
	ofPerf     = "the output of perf script: record the same events with trace-cmd, or copy /sys/kernel/tracing/trace"
	ofLog      = "the kernel's log, as of an oops: copy /sys/kernel/tracing/trace, or take trace.dat from the dump"
	ofGraph    = "of the function_graph tracer: echo nop > current_tracer"
)

// likeness says which other format a line is of that could not be read, and what
// to do; "" if it is none that is known.
func likeness(line []byte) string {
	switch trimmed := bytes.TrimLeft(line, " \t"); {
	case logged(trimmed), bytes.HasPrefix(trimmed, []byte("Dumping ftrace buffer")):
		return ofLog
	case bytes.Contains(line, []byte(") ")) && bytes.Contains(line, []byte(" | ")):
		return ofGraph
	}
	var before []byte // the word before, if it is a CPU the one before that
	cpu := false
	for rest := line; len(rest) > 0; {
		var word []byte
		word, rest = token(rest)
		_, seconds := clock(word)
		n := len(word)
		switch {
		case len(before) == 0:
		case microseconds(word, rest):
			return ofLatency
		case seconds && perfTask(before) && sysEvent(rest):
			return ofPerf
		case seconds && !cpu && before[0] >= '0' && before[0] <= '9':
			return ofLatency // of trace-cmd
		case cpu && n > 1 && word[n-1] == ':' && digits(word[:n-1]):
			return ofRawClock
		}
		if n > 2 && word[0] == '[' && word[n-1] == ']' && digits(word[1:n-1]) {
			cpu = true
			continue
		}
		before = word
	}
	return ""
}

func digits(b []byte) bool {
	_, ok := decimal(b)
	return ok
}

// logged reports whether a line begins as those of the kernel's log, "[ 12.345678] ",
// with "<4>" before it or not.
func logged(b []byte) bool {
	if len(b) > 3 && b[0] == '<' && b[2] == '>' {
		b = b[3:]
	}
	inside, _, ok := bytes.Cut(b, []byte("] "))
	if !ok || len(inside) == 0 || inside[0] != '[' {
		return false
	}
	whole, frac, ok := bytes.Cut(bytes.TrimLeft(inside[1:], " "), []byte("."))
	return ok && digits(whole) && digits(frac)
}

// microseconds reports whether a word is a stamp of the latency format: "12us",
// "12us!" or "12us+", with a colon behind it.
func microseconds(word, rest []byte) bool {
	number, mark, ok := bytes.Cut(word, []byte("us"))
	rest = bytes.TrimLeft(rest, " ")
	colon := bytes.HasSuffix(mark, []byte(":")) || bytes.HasPrefix(rest, []byte(":"))
	return ok && digits(number) && len(mark) <= 2 && colon
}

// perfTask reports whether a word is the number of a task as perf prints it,
// with that of its process or without.
func perfTask(b []byte) bool {
	process, thread, both := bytes.Cut(b, []byte("/"))
	return digits(process) && (!both || digits(thread))
}

// sysEvent reports whether text begins with "system:event:".
func sysEvent(rest []byte) bool {
	name, _ := token(rest)
	system, event, ok := bytes.Cut(name, []byte(":"))
	return ok && len(system) > 0 && len(event) > 1 && event[len(event)-1] == ':'
}
