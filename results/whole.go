package results

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a file that is to be written: where, and by what.
type File struct {
	Path  string
	Write func(io.Writer) error
}

// WriteFile writes a file that is there whole or not at all: see [WriteFiles].
func WriteFile(path string, write func(io.Writer) error) error {
	return WriteFiles(File{path, write})
}

// WriteFiles writes files beside their places, and moves them there when all are
// complete and on disk. If one cannot be written, all are as they were. What is
// no regular file, such as a pipe or /dev/null, is written to where it is.
func WriteFiles(files ...File) error {
	var parts, places []string
	defer func() {
		for _, part := range parts {
			_ = os.Remove(part) // the error that led here says more
		}
	}()
	for _, f := range files {
		place, mode, err := f.place()
		if err != nil {
			return err
		}
		if !mode.IsRegular() {
			if err := f.through(place); err != nil {
				return err
			}
			continue
		}
		part, err := os.CreateTemp(filepath.Dir(place), "."+filepath.Base(place)+"-*")
		if err != nil {
			return f.named(err)
		}
		parts, places = append(parts, part.Name()), append(places, place)
		if err := f.fill(part, mode); err != nil {
			return f.named(err)
		}
	}
	for len(parts) > 0 {
		if err := os.Rename(parts[0], places[0]); err != nil {
			return err
		}
		parts, places = parts[1:], places[1:]
	}
	return nil
}

// place is where the file is, behind links, and what mode it has or gets.
func (f File) place() (path string, mode fs.FileMode, err error) {
	path = f.Path
	if behind, err := filepath.EvalSymlinks(path); err == nil {
		path = behind
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, 0o644, nil
	case err != nil:
		return path, 0, err
	case info.IsDir():
		return path, 0, &fs.PathError{Op: "write", Path: f.Path, Err: errors.New("is a folder")}
	}
	return path, info.Mode(), nil
}

// fill writes the file to a part, which it closes.
func (f File) fill(part *os.File, mode fs.FileMode) error {
	w := bufio.NewWriter(part)
	err := f.Write(w)
	for _, step := range []func() error{w.Flush, func() error { return part.Chmod(mode.Perm()) }, part.Sync} {
		if err == nil {
			err = step()
		}
	}
	if closing := part.Close(); err == nil {
		err = closing
	}
	return err
}

// through writes to what is there.
func (f File) through(path string) error {
	to, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(to)
	if err := f.Write(w); err != nil {
		return errors.Join(err, to.Close())
	}
	return errors.Join(w.Flush(), to.Close())
}

// named has an error name the file, not the part of it.
func (f File) named(err error) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		p.Path = f.Path
	}
	return err
}
