// Package toml reads and writes what is common to the files that people write,
// policies and cost profiles: TOML, with errors that name file and line.
package toml

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// File is one that is well-formed.
type File struct {
	Values map[string]any
	Keys   []Key // in the order of their lines
	name   string
}

// Key is a key that a file sets, or a table that it opens.
type Key struct {
	Path  string // in full, with dots
	Table string // below which it stands, or empty
	Line  int
}

// Read reads a file. Name is what errors call it, and want what they ask for
// where it is no TOML.
func Read(r io.Reader, name, want string) (*File, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	f := &File{name: name}
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
			k.Line = p.Shape(n.Raw).Start.Line
		}
		k.Path = strings.Join(path, ".")
		if e.Kind != unstable.KeyValue {
			table = k.Path
		}
		f.Keys = append(f.Keys, k)
	}
}

// Line returns the line where a key or table begins, or else what would hold
// it; 0 if the file has nothing of the kind.
func (f *File) Line(path string) int {
	for {
		for _, k := range f.Keys {
			if k.Path == path || strings.HasPrefix(k.Path, path+".") {
				return k.Line
			}
		}
		if path == "" {
			return 0
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

// Write writes a key and a text with the quotes that it needs.
func Write(w io.Writer, key, text string) error {
	line, err := toml.Marshal(map[string]string{key: text})
	if err == nil {
		_, err = w.Write(line)
	}
	return err
}

// WellNamed reports whether flags, benchmarks and files can carry a name.
func WellNamed(name string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	return name != "" && strings.Trim(name, letters+"._-") == "" && strings.Contains(letters, name[:1])
}
