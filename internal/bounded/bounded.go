// Package bounded reads what somebody names, up to a limit that the error names.
//
// What its users get wrong is to take the limit for one of memory: it is one of
// bytes that are read, and what is made of them may be larger.
package bounded

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// Limit is how many bytes are read of a kind of text.
type Limit struct {
	Bytes int64
	Of    string // the kind, with its article: a policy
}

// Sizes of limits.
const (
	KiB = 1 << 10
	MiB = 1 << 20
	GiB = 1 << 30
)

// Exceeded is the error of a text that is larger than its limit.
type Exceeded struct {
	Name string
	Limit
}

func (e *Exceeded) Error() string { return e.Name + ": more than " + e.Limit.String() }

// String is the limit, and of what.
func (l Limit) String() string { return size(l.Bytes) + ", the limit of " + l.Of }

// size is a number of bytes in the largest unit that it is a multiple of.
func size(n int64) string {
	for _, u := range []struct {
		bytes int64
		name  string
	}{{GiB, "GiB"}, {MiB, "MiB"}, {KiB, "KiB"}} {
		if n%u.bytes == 0 && n != 0 {
			return fmt.Sprintf("%d %s", n/u.bytes, u.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

// Reader returns a reader of r that ends in an [Exceeded] behind the limit. Name
// is what the error calls it.
func Reader(r io.Reader, name string, l Limit) io.Reader {
	return &reader{r, l.Bytes, &Exceeded{name, l}}
}

type reader struct {
	r     io.Reader
	left  int64
	error *Exceeded
}

func (r *reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if int64(len(p)) > r.left+1 {
		p = p[:r.left+1] // one more tells whether there is more
	}
	n, err := r.r.Read(p)
	if int64(n) > r.left {
		n, r.left = int(r.left), 0
		return n, r.error
	}
	r.left -= int64(n)
	return n, err
}

// ReadAll reads all of r.
func ReadAll(r io.Reader, name string, l Limit) ([]byte, error) {
	return io.ReadAll(Reader(r, name, l))
}

// ReadFile reads a whole file.
func ReadFile(name string, l Limit) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadAll(f, name, l)
}

// ReadFS reads a whole file of a file system.
func ReadFS(root fs.FS, name string, l Limit) ([]byte, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadAll(f, name, l)
}

// patience is how long a pipe waits for somebody to write to it.
const patience = 2 * time.Second

// pause is how long it looks away.
const pause = 5 * time.Millisecond

// Open opens a file of any size, for [Reader] and what else has a limit of its own. A
// pipe that nobody has begun to write to a moment later is an error, where os.Open
// would wait for ever.
func Open(name string) (io.ReadCloser, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if info.Mode()&fs.ModeNamedPipe != 0 {
		return &pipe{ReadCloser: f, name: name}, nil
	}
	return f, nil
}

// pipe is one that waits for its first writer, but not for ever, and once.
type pipe struct {
	io.ReadCloser
	name  string
	begun bool
	alone error // nobody has come
}

func (p *pipe) Read(b []byte) (int, error) {
	if p.alone != nil { // a reader may ask again, to peek or to copy
		return 0, p.alone
	}
	for range patience / pause {
		n, err := p.ReadCloser.Read(b)
		if n > 0 || err != io.EOF || p.begun {
			p.begun = true
			return n, err
		}
		time.Sleep(pause)
	}
	p.alone = fmt.Errorf("%s: a pipe that nobody writes to", p.name)
	return 0, p.alone
}
