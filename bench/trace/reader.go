package trace

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"daxwait/internal/bounded"
)

const (
	maxLine  = 64 << 10    // bytes of a line, its end included
	maxJunk  = 10000       // lines that are no events before the first one
	maxNames = 4096        // task names kept at a time
	maxBytes = bounded.GiB // of a trace, unpacked
)

// SyntaxError says where and why a file is not a trace that can be read on.
type SyntaxError struct {
	File   string
	Line   int // counted from 1
	Reason string
	Err    error // what it came from, or nil
}

// Error is "file:line: reason".
func (e *SyntaxError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason) }

// Unwrap gives the error that it came from.
func (e *SyntaxError) Unwrap() error { return e.Err }

// Reader reads the events of a trace one after the other. It holds one line
// and a bounded number of task names.
type Reader struct {
	name     string
	src      *source
	in       *bufio.Reader
	zipped   bool
	line     int
	event    Event
	warnings Warnings
	names    map[string]string // task names and states, by themselves
	traceCmd bool              // the text came from trace-cmd report
	junk     int               // malformed lines before the first event
	like     string            // which other format the first lines that could not be read are of
	seen     bool              // an event was read
	events   int64             // that were read
	at       map[int]FileID    // the files that tasks are at work on
	last     int64             // time of the latest event
	doubts   doubts            // whether it is one run, and all of it
	err      error             // what Next returns from now on
}

// NewReader reads the trace in r: the text of an ftrace buffer or of
// trace-cmd report, as it is or packed with gzip. The name is for messages.
// What cannot be such a text is a *SyntaxError.
func NewReader(name string, r io.Reader) (*Reader, error) {
	most := bounded.Limit{Bytes: maxBytes, Of: "a trace"}
	src := &source{r: bounded.Reader(r, name, most)}
	t := &Reader{name: name, src: src, in: bufio.NewReaderSize(src, maxLine), names: make(map[string]string), at: make(map[int]FileID)}
	if head, _ := t.in.Peek(2); string(head) == "\x1f\x8b" {
		t.zipped = true
		z, err := gzip.NewReader(t.in)
		if err != nil {
			t.line = 1
			return nil, t.failure(err)
		}
		t.in = bufio.NewReaderSize(bounded.Reader(z, name, most), maxLine)
	}
	head, _ := t.in.Peek(longestMagic)
	if reason := packedAs(head); reason != "" {
		return nil, &SyntaxError{File: name, Line: 1, Reason: reason}
	}
	return t, nil
}

// Warnings counts what was odd so far. It is one and the same for the reader
// and for what was made of it.
func (r *Reader) Warnings() *Warnings { return &r.warnings }

// Next returns the next event. The pointer is valid until the next call. At
// the end the error is io.EOF; a *SyntaxError says that the rest cannot be
// read, or that there was no event at all. Any other error is that of the
// underlying reader.
func (r *Reader) Next() (*Event, error) {
	for r.err == nil {
		line, err := r.in.ReadSlice('\n')
		if len(line) == 0 && err == io.EOF {
			r.err = r.end()
			break
		}
		r.line++
		switch {
		case err == bufio.ErrBufferFull:
			r.err = r.syntax(fmt.Sprintf("line longer than %d bytes", maxLine), nil)
		case err != nil && err != io.EOF:
			r.err = r.failure(err)
		case r.take(line, err == io.EOF):
			return &r.event, nil
		case r.err == nil && err == io.EOF:
			r.err = r.end()
		}
	}
	return nil, r.err
}

// take makes an event of a line and reports whether it is one.
func (r *Reader) take(line []byte, cut bool) bool {
	line = bytes.TrimRight(line, "\r\n")
	if cut {
		r.warnings.add(CutLine, r.line, 1)
	}
	if r.skip(line) {
		return false
	}
	if !r.parse(line) {
		switch {
		case !r.seen && bytes.IndexByte(line, 0) >= 0:
			r.err = r.syntax("binary data, not the text of a trace", nil)
		case cut && r.seen:
			// counted above
		default:
			r.warnings.add(MalformedLine, r.line, 1)
			if r.like == "" {
				r.like = likeness(line)
			}
		}
		if r.junk++; !r.seen && r.junk == maxJunk {
			r.err = r.syntax(fmt.Sprintf("no event in the first %d lines%s", maxJunk, r.because()), nil)
		}
		return false
	}
	r.attribute(&r.event)
	if e := &r.event; e.Kind == Lost || !r.seen || e.Time >= r.last {
		r.doubts.note(e, r.last, r.seen, &r.warnings)
	}
	switch e := &r.event; {
	case e.Kind == Lost:
		r.warnings.add(LostEvents, r.line, int64(min(max(e.Lost, 1), 1<<40)))
	case r.seen && e.Time < r.last:
		r.warnings.add(TimeBackwards, r.line, 1)
	default:
		r.seen = true
		r.last = e.Time
	}
	if r.event.Kind != Lost {
		r.events++
	}
	if r.event.FallBackUnknown {
		r.warnings.add(FallbackUnknown, r.line, 1)
	}
	return true
}

// end is the error at the end of the file. A file of which most lines cannot be
// read is refused: the rest is chance.
func (r *Reader) end() error {
	first, bad := r.warnings.first[MalformedLine], r.warnings.Count(MalformedLine)
	switch {
	case r.seen && bad > r.events:
		return &SyntaxError{File: r.name, Line: first, Reason: fmt.Sprintf("%d of %d lines are no events, of which this is the first%s", bad, bad+r.events, r.because())}
	case r.seen:
		r.doubts.end(r.events+bad, &r.warnings)
		return io.EOF
	case first != 0:
		return &SyntaxError{File: r.name, Line: first, Reason: "no event in the file; this line is the first that is no comment" + r.because()}
	}
	r.line = max(r.line, 1)
	return r.syntax("no event in the file"+r.because(), nil)
}

// because says what the file is, as far as its lines tell.
func (r *Reader) because() string {
	if r.like == "" {
		return ""
	}
	return ": " + r.like
}

// failure gives a position to an error of the underlying readers.
func (r *Reader) failure(err error) error {
	if over := (*bounded.Exceeded)(nil); errors.As(err, &over) {
		return r.syntax(fmt.Sprintf("more than %v; cut out of it what is of interest", over.Limit), err)
	}
	if r.zipped && (r.src.err == nil || r.src.err == io.EOF) {
		reason := "damaged gzip data: " + err.Error()
		if errors.Is(err, io.ErrUnexpectedEOF) {
			reason = "gzip data cut short"
		}
		return r.syntax(reason, err)
	}
	return fmt.Errorf("%s:%d: %w", r.name, r.line, err)
}

func (r *Reader) syntax(reason string, err error) error {
	return &SyntaxError{File: r.name, Line: r.line, Reason: reason, Err: err}
}

// intern returns b as a string, without allocating for those that recur.
func (r *Reader) intern(b []byte) string {
	if s, ok := r.names[string(b)]; ok {
		return s
	}
	if len(r.names) == maxNames {
		clear(r.names)
	}
	s := string(b)
	r.names[s] = s
	return s
}

// source remembers the error of the outermost reader, to tell a failing disk
// from damaged contents.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil {
		s.err = err
	}
	return n, err
}
