// Package toml reads and writes what is common to the files that people write,
// policies, cost profiles and flags: TOML, with errors that name file and line.
package toml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"daxwait/internal/bounded"
	"daxwait/internal/phrase"
)

// File is one that is well-formed.
type File struct {
	Values map[string]any
	Keys   []Key // in the order of their lines
	name   string
	lines  map[string]int // where keys, and what holds them, begin
}

// Key is a key that a file sets, or a table that it opens.
type Key struct {
	Path  string // in full, with dots
	Table string // below which it stands, or empty
	Line  int
}

// mostBytes is how large a file may be: many times what anybody writes, and so few
// keys that the square of their number, which it takes to tell them apart, is soon
// counted.
const mostBytes = 64 * bounded.KiB

// Read reads a file. Name is what errors call it, of what it is, with an article,
// and want what they ask for where it is no TOML.
func Read(r io.Reader, name, of, want string) (*File, error) {
	data, err := bounded.ReadAll(r, name, bounded.Limit{Bytes: mostBytes, Of: of})
	if over := (*bounded.Exceeded)(nil); errors.As(err, &over) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	f := &File{name: name, lines: map[string]int{}}
	var at *toml.DecodeError
	switch err := toml.Unmarshal(data, &f.Values); {
	case errors.As(err, &at):
		line, _ := at.Position()
		return nil, f.Errorf(line, "%s; want %s", strings.TrimPrefix(at.Error(), "toml: "), want)
	case err != nil:
		return nil, f.Errorf(0, "%w", err)
	}
	f.readKeys(data)
	return f, nil
}

// readKeys finds the keys of well-formed TOML.
func (f *File) readKeys(data []byte) {
	var p unstable.Parser
	p.Reset(data)
	table := ""
	line, at := 1, 0 // as far as lines are counted
	for p.NextExpression() {
		e := p.Expression()
		if e.Kind != unstable.Table && e.Kind != unstable.ArrayTable && e.Kind != unstable.KeyValue {
			continue
		}
		var k Key
		var path []string
		if e.Kind == unstable.KeyValue && table != "" {
			k.Table, path = table, append(path, table)
		}
		for names := e.Key(); names.Next(); {
			n := names.Node()
			path = append(path, string(n.Data))
			if next := int(n.Raw.Offset); next > at {
				line, at = line+bytes.Count(data[at:next], []byte("\n")), next
			}
			k.Line = line
		}
		k.Path = strings.Join(path, ".")
		if e.Kind != unstable.KeyValue {
			table = k.Path
		}
		f.Keys = append(f.Keys, k)
		for path := k.Path; f.lines[path] == 0; path = path[:max(strings.LastIndexByte(path, '.'), 0)] {
			f.lines[path] = k.Line // the last is that of the file, which is empty
		}
	}
	delete(f.lines, "")
}

// Line returns the line where a key or table begins, or else what would hold
// it; 0 if the file has nothing of the kind.
func (f *File) Line(path string) int {
	for {
		if line := f.lines[path]; line != 0 || path == "" {
			return line
		}
		path = path[:max(strings.LastIndexByte(path, '.'), 0)]
	}
}

// Errorf returns an error at a line; 0 is that of no line.
func (f *File) Errorf(line int, format string, args ...any) error {
	where := f.name
	if line != 0 {
		where = fmt.Sprintf("%s:%d", f.name, line)
	}
	return fmt.Errorf("%s: %w", where, fmt.Errorf(format, args...))
}

// mostWrong is how many errors of a file are told.
const mostWrong = 20

// Join joins what is wrong with the file, nil if nothing is: the first errors, and
// how many more there are.
func (f *File) Join(wrong []error) error {
	if more := len(wrong) - mostWrong; more > 0 {
		wrong = append(wrong[:mostWrong:mostWrong], f.Errorf(0, "%s", phrase.CountOf(more, "more key is wrong", "more keys are wrong")))
	}
	return errors.Join(wrong...)
}

// Write writes a key and a text with the quotes that it needs.
func Write(w io.Writer, key, text string) error {
	line, err := toml.Marshal(map[string]string{key: text})
	if err == nil {
		_, err = w.Write(line)
	}
	return err
}

// mostName is how long a name may be: files are called after it, with more behind it.
const mostName = 100

// WellNamed reports whether flags, benchmarks and files can carry a name.
func WellNamed(name string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	return name != "" && len(name) <= mostName && strings.Trim(name, letters+"._-") == "" && strings.Contains(letters, name[:1])
}
